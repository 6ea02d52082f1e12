"""The texts of the page of duplicates."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Who is the same",
        "lead": "Rows that speak of one customer were brought together. Below are the closest calls, to judge for "
        "yourself.",
        "short": "In short",
        "short_lead": "{rows} rows speak of {customers} customers.",
        "rows": "rows came in",
        "customers": "different customers",
        "merged": "rows repeat another one",
        "possible": "pairs to look at",
        "shares": "What became of the rows",
        "alone": "stand alone",
        "first": "first row of a customer with several",
        "repeat": "repeat another row",
        "sizes": "How many rows a customer has",
        "size": "{size} rows",
        "one": "1 row",
        "calls": "The closest calls",
        "same_lead": "Only just the same: with a little less in common these would have stayed apart.",
        "possible_lead": "For a person to decide: too much in common for chance, too little to be sure. They stay "
        "apart until somebody says so.",
        "related_lead": "Kept apart although much is alike: families, namesakes, colleagues.",
        "clusters": "Customers with several rows",
        "clusters_lead": "The largest groups. A bold line, with its points, holds rows together; a dashed one "
        "forbids it.",
        "line": "Where the line is drawn",
        "line_lead": "Further to the right fewer pairs are joined, and more of those are right.",
        "columns": "What each column was taken to mean",
        "column": "Column",
        "meaning": "Meaning",
        "unused": "not used to compare",
        "unseen": "What was not compared",
        "unseen_none": "Nothing was left out: all rows that have something telling in common were compared.",
        "recall": "Of the pairs worth a look, at least {share} were compared, as a sample of the rows tells.",
        "unseen_row": "{pairs} pairs that agree only in {rule}: too many rows share one value ({blocks} values).",
        "how": "How to read the points: each point for doubles the odds that two rows are one customer, each point "
        "against halves them. Two rows picked blindly are hardly ever one customer, so every pair begins far below "
        "zero. What is rare counts for more than what is common.",
    },
    "fr": {
        "title": "Qui est la même personne",
        "lead": "Les lignes qui parlent d’un même client ont été réunies. Voici les cas les plus serrés, pour en juger "
        "soi-même.",
        "short": "En bref",
        "short_lead": "{rows} lignes parlent de {customers} clients.",
        "rows": "lignes reçues",
        "customers": "clients différents",
        "merged": "lignes en répètent une autre",
        "possible": "paires à regarder",
        "shares": "Que sont devenues les lignes",
        "alone": "restent seules",
        "first": "première ligne d’un client qui en a plusieurs",
        "repeat": "répètent une autre ligne",
        "sizes": "Combien de lignes par client",
        "size": "{size} lignes",
        "one": "1 ligne",
        "calls": "Les cas les plus serrés",
        "same_lead": "Tout juste identiques : avec un peu moins en commun, ces lignes seraient restées séparées.",
        "possible_lead": "À décider par une personne : trop de points communs pour le hasard, trop peu pour être sûr. "
        "Elles restent séparées jusque-là.",
        "related_lead": "Laissés séparés malgré les ressemblances : familles, homonymes, collègues.",
        "clusters": "Les clients à plusieurs lignes",
        "clusters_lead": "Les plus grands groupes. Un trait épais, avec ses points, tient les lignes ensemble ; un "
        "trait pointillé l’interdit.",
        "line": "Où passe la ligne",
        "line_lead": "Plus à droite, moins de paires sont réunies, et plus d’entre elles le sont à raison.",
        "columns": "Comment chaque colonne a été comprise",
        "column": "Colonne",
        "meaning": "Sens",
        "unused": "ne sert pas à comparer",
        "unseen": "Ce qui n’a pas été comparé",
        "unseen_none": "Rien n’a été laissé de côté : toutes les lignes qui ont un indice en commun ont été comparées.",
        "recall": "Des paires qui valent un regard, au moins {share} ont été comparées, selon un échantillon des "
        "lignes.",
        "unseen_row": "{pairs} paires qui n’ont en commun que {rule} : trop de lignes partagent une valeur ({blocks} "
        "valeurs).",
        "how": "Lire les points : chaque point pour double les chances que deux lignes soient un seul client, chaque "
        "point contre les divise par deux. Deux lignes prises au hasard ne sont presque jamais un même client : chaque "
        "paire part donc bien au-dessous de zéro. Ce qui est rare compte plus que ce qui est courant.",
    },
}
