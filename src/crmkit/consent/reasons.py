"""Why a contact point may not be used: a closed list of codes, each with its words in English and French."""

from collections.abc import Mapping

from attrs import frozen

from crmkit.exceptions import UnknownNameError


@frozen
class Reason:
    """A code and its words; the words stand after "because" as well as behind a count.

    Attributes:
        code: stable name.
        en: the words in English.
        fr: the words in French.
    """

    code: str
    en: str
    fr: str


_LIST = (
    Reason("no_consent", "no consent was given", "aucun consentement n'a été donné"),
    Reason("pending_confirmation", "the consent was not confirmed", "le consentement n'a pas été confirmé"),
    Reason("not_yet", "the consent may not have begun yet", "le consentement n'a peut-être pas encore commencé"),
    Reason("expired", "the consent has expired", "le consentement a expiré"),
    Reason("withdrawn", "the consent was withdrawn", "le consentement a été retiré"),
    Reason("refused", "consent was refused", "le consentement a été refusé"),
    Reason("invalidated", "the consent was declared invalid", "le consentement a été déclaré non valable"),
    Reason("objected", "the person objected", "la personne s'est opposée"),
    Reason("suppressed", "the contact point is on a do-not-contact list", "la coordonnée est sur une liste repoussoir"),
    Reason("restricted", "the person had the use of her data restricted", "la personne a fait limiter le traitement"),
    Reason(
        "suppression_unreadable",
        "a do-not-contact entry cannot be read without its key",
        "une entrée de la liste repoussoir ne peut être lue sans sa clé",
    ),
    Reason("no_evidence", "nothing proves the consent", "rien ne prouve le consentement"),
    Reason(
        "confirmation_not_valid",
        "the confirmation does not show an act of the person",
        "la confirmation ne montre aucun acte de la personne",
    ),
    Reason("dated_in_future", "an act is dated in the future", "un acte est daté dans le futur"),
    Reason("method_not_valid", "this way of agreeing is no consent", "cette façon d'accepter ne vaut pas consentement"),
    Reason("notice_not_shown", "the text was not shown at that time", "le texte n'était pas affiché à ce moment"),
    Reason(
        "not_by_subject",
        "the consent was renewed without an act of the person",
        "le consentement a été renouvelé sans acte de la personne",
    ),
    Reason(
        "merge_conflict",
        "another record of the person took the consent back, and she herself did not consent again",
        "une autre fiche de la personne a retiré le consentement, et elle-même n'a pas consenti à nouveau",
    ),
    Reason(
        "unmerged_ambiguous_grant",
        "the consent was given while two records were one, and names neither",
        "le consentement date du temps où deux fiches n'en faisaient qu'une, et n'en nomme aucune",
    ),
    Reason("purpose_added_later", "the purpose came after the consent", "la finalité est venue après le consentement"),
    Reason(
        "point_not_covered",
        "the consent does not cover this contact point",
        "le consentement ne couvre pas cette coordonnée",
    ),
    Reason(
        "minor_without_guardian",
        "no guardian agreed for the minor",
        "aucun titulaire de l'autorité parentale n'a consenti pour la personne mineure",
    ),
    Reason("no_lia", "no balancing of interests is on file", "aucune mise en balance des intérêts n'est au dossier"),
    Reason("lia_expired", "the balancing of interests is out of date", "la mise en balance des intérêts est périmée"),
    Reason("not_informed", "the person was not told of this use", "la personne n'a pas été informée de cet usage"),
    Reason("no_relation", "there is no customer relation", "il n'y a pas de relation client"),
    Reason("no_contract", "there is no contract in force", "aucun contrat n'est en cours"),
    Reason("no_duty", "no legal duty asks for it", "aucune obligation légale ne l'exige"),
    Reason("no_vital_interest", "nobody's life or health is in danger", "ni vie ni santé n'est en danger"),
    Reason("no_public_task", "no public task asks for it", "aucune mission d'intérêt public ne l'exige"),
    Reason(
        "listed", "the contact point is on a public opposition list", "la coordonnée est sur une liste d'opposition"
    ),
    Reason(
        "list_stale",
        "the public opposition list was checked too long ago",
        "la liste publique d'opposition a été consultée il y a trop longtemps",
    ),
    Reason(
        "list_not_checked",
        "the public opposition list was not checked",
        "la liste publique d'opposition n'a pas été consultée",
    ),
    Reason("unknown_purpose", "the purpose is not in the policy", "la finalité n'est pas dans la politique"),
    Reason("unknown_channel", "the channel is not in the policy", "le canal n'est pas dans la politique"),
    Reason(
        "unknown_point",
        "the contact point is not one that the channel reaches",
        "la coordonnée n'est pas de celles que le canal atteint",
    ),
    Reason("no_rule", "the policy has no rule for this case", "la politique n'a pas de règle pour ce cas"),
    Reason("stale_policy", "the policy is due for review", "la politique doit être revue"),
    Reason("store_unavailable", "the ledger could not be read", "le registre n'a pas pu être lu"),
    Reason("quiet_hours", "it is outside the hours for contacts", "c'est hors des heures de contact"),
    Reason("quiet_day", "it is no day for contacts", "ce n'est pas un jour de contact"),
    Reason("too_many_contacts", "there were too many contacts already", "il y a déjà eu trop de contacts"),
    Reason("cooling_down", "the person said no a short while ago", "la personne a dit non il y a peu"),
    Reason("unknown_zone", "the person's time zone is not known", "le fuseau horaire de la personne est inconnu"),
    Reason("undeliverable", "nothing can be delivered to the contact point", "rien ne peut être remis à la coordonnée"),
    Reason("no_point", "there is no contact point for the channel", "il n'y a pas de coordonnée pour ce canal"),
    Reason(
        "same_point_as_another_member",
        "another member is reached at the same contact point",
        "un autre membre est joint à la même coordonnée",
    ),
    Reason("unknown_customer", "the customer is not there any more", "le client n'existe plus"),
    Reason("point_gone", "the contact point is not hers any more", "la coordonnée n'est plus la sienne"),
    Reason(
        "already_dispatched", "the message was handed over for her before", "le message lui a déjà été remis à l'envoi"
    ),
    Reason("same_household", "another member of the household is kept", "un autre membre du foyer est retenu"),
)

REASONS: Mapping[str, Reason] = {reason.code: reason for reason in _LIST}
"""Every code that a decision or an audience may give."""


def words(code: str, language: str = "en") -> str:
    """Say a reason in words.

    Raises:
        UnknownNameError: for a code or a language that does not exist.

    >>> words("withdrawn"), words("withdrawn", "fr")
    ('the consent was withdrawn', 'le consentement a été retiré')
    """
    reason = REASONS.get(code)
    if reason is None:
        raise UnknownNameError("reason", code, REASONS)
    spoken = {"en": reason.en, "fr": reason.fr}
    if language not in spoken:
        raise UnknownNameError("language", language, spoken)
    return spoken[language]
