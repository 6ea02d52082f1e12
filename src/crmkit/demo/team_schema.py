"""What a marketing team speaks of beside the customer of crmkit: its own fields and relations, by declaration."""

from collections.abc import Mapping
from typing import Any, Final

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Option, Relation


def _field(name: str, as_type: str, said: tuple[str, str], **more: Any) -> Field:
    labels = dict(zip(("en", "fr"), said, strict=True))
    return Field(name=name, type=as_type, labels=labels, group="analysis", sensitivity="behav", **more)


def _option(key: str, french: str) -> Option:
    return Option(key, {"en": key, "fr": french})


_OPTIONS: Final[Mapping[str, tuple[Option, ...]]] = {
    "status": (_option("active", "actif"), _option("ended", "terminé")),
    "direction": (_option("in", "entrant"), _option("out", "sortant")),
}

_SAID: Final[Mapping[str, tuple[str, tuple[str, str]]]] = {
    "at": ("instant", ("date", "date")),
    "ends_on": ("date", ("end", "fin")),
    "status": ("choice", ("status", "statut")),
    "auto_renew": ("boolean", ("renews by itself", "reconduction tacite")),
    "product": ("text", ("product", "produit")),
    "score": ("integer", ("score", "note")),
    "direction": ("choice", ("direction", "sens")),
    "items": ("integer", ("number of items", "nombre d’articles")),
    "form": ("identifier", ("form", "formulaire")),
    "path": ("identifier", ("path", "chemin")),
    "channel": ("identifier", ("channel", "canal")),
    "kind": ("identifier", ("kind", "genre")),
}


def _relation(name: str, singular: str, said: tuple[str, str], *fields: str) -> Relation:
    return Relation(
        name=name,
        singular=singular,
        labels=dict(zip(("en", "fr"), said, strict=True)),
        fields=[_field(one, *_SAID[one], options=_OPTIONS.get(one, ())) for one in ("at", *fields)],
    )


TEAM: Final = CUSTOMER.extended(
    name="team",
    version="1",
    fields=[
        _field(
            "stage",
            "choice",
            ("stage", "étape"),
            options=[_option("subscriber", "abonné"), _option("lead", "prospect"), _option("customer", "client")],
        ),
        _field("score", "integer", ("score", "score")),
        _field("tags", "choice", ("tags", "mots-clés"), many=True, options=[Option("vip"), Option("press")]),
        _field("trial_ends_on", "date", ("end of the trial", "fin de l’essai")),
        _field("home_latitude", "decimal", ("latitude of the home", "latitude du domicile")),
        _field("home_longitude", "decimal", ("longitude of the home", "longitude du domicile")),
        _field("email_bounced", "boolean", ("e-mail came back", "e-mail revenu")),
    ],
    relations=[
        _relation("contracts", "contract", ("contracts", "contrats"), "ends_on", "status", "auto_renew"),
        _relation("subscriptions", "subscription", ("subscriptions", "abonnements"), "product", "status"),
        _relation(
            "renewal_offers", "renewal_offer_sent", ("offers of renewal sent", "offres de renouvellement envoyées")
        ),
        _relation("renewals", "renewal_signed", ("renewals signed", "renouvellements signés")),
        _relation("nps", "nps_answer", ("NPS answers", "réponses NPS"), "score"),
        _relation("logged_calls", "call_logged", ("calls logged", "appels notés"), "direction"),
        _relation("cart_updates", "cart_updated", ("updates of the cart", "mises à jour du panier"), "items"),
        _relation("form_submits", "form_submit", ("forms sent", "formulaires envoyés"), "form"),
        _relation("page_views", "page_view", ("page views", "pages vues"), "path"),
        _relation("email_opens", "email_open", ("e-mail opens", "ouvertures d’e-mail")),
        _relation("email_clicks", "email_click", ("clicks in e-mails", "clics dans un e-mail")),
        _relation("messages", "message", ("messages sent", "messages envoyés"), "channel", "kind"),
        _relation("signups", "signup", ("sign-ups", "inscriptions")),
        _relation("projects", "project_created", ("projects created", "projets créés")),
    ],
)
"""The customer, and everything else that the team speaks of."""
