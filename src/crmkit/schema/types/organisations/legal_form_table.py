# ruff: noqa: E501  a row of the table is a line
"""Legal forms of organisations: how they are written, where they exist, and what they are called in full.

Written from the public nomenclatures: the Swiss commercial register (art. 2 HRegV), INSEE's categories of legal form,
the German, Austrian, Belgian, Luxembourg, Italian and British company acts, and the labels of ISO 20275.

The columns are key, usual spelling, countries, groups (forms with a group in common translate each other), full names
by language, and folded spellings.
"""

from typing import Final

FORMS_IN_USE: Final = """
sa | SA | FR CH BE LU | ch-stock be-stock | fr société anonyme | sa; s a; societe anonyme
ag | AG | CH DE AT LI LU | ch-stock | de Aktiengesellschaft | ag; aktiengesellschaft
sarl | SARL | FR CH LU | ch-limited | fr société à responsabilité limitée | sarl; s a r l; sa rl; s ar l; societe a responsabilite limitee
sarl | Sàrl | CH LU | ch-limited | fr société à responsabilité limitée |
sarls | Sàrl-S | LU | | fr société à responsabilité limitée simplifiée | sarl s; s a r l s
sagl | Sagl | CH | ch-limited | it società a garanzia limitata | sagl; s a g l; societa a garanzia limitata
gmbh | GmbH | DE CH AT LI LU | ch-limited | de Gesellschaft mit beschränkter Haftung | gmbh; g m b h; ges m b h; gesmbh; mbh; gesellschaft mit beschrankter haftung; gesellschaft m b h
ggmbh | gGmbH | DE | | de gemeinnützige Gesellschaft mit beschränkter Haftung | ggmbh; gemeinnutzige gmbh
ug | UG | DE | | de Unternehmergesellschaft (haftungsbeschränkt) | ug; ug haftungsbeschrankt; unternehmergesellschaft haftungsbeschrankt
flexco | FlexCo | AT | | de Flexible Kapitalgesellschaft | flexco; flexkapg; flexible kapitalgesellschaft
gmbh-co-kg | GmbH & Co. KG | DE AT | | de Kommanditgesellschaft mit einer GmbH | gmbh co kg; gmbh und co kg; gmbh cokg; gmbh cie kg; gesmbh co kg; ges m b h co kg; mbh co kg
gmbh-co-kgaa | GmbH & Co. KGaA | DE | | de Kommanditgesellschaft auf Aktien mit einer GmbH | gmbh co kgaa; gmbh und co kgaa
gmbh-co-ohg | GmbH & Co. OHG | DE | | de offene Handelsgesellschaft mit einer GmbH | gmbh co ohg
ug-co-kg | UG & Co. KG | DE | | de Kommanditgesellschaft mit einer UG | ug co kg; ug haftungsbeschrankt co kg
ag-co-kg | AG & Co. KG | DE | | de Kommanditgesellschaft mit einer AG | ag co kg; ag und co kg
ag-co-kgaa | AG & Co. KGaA | DE | | de Kommanditgesellschaft auf Aktien mit einer AG | ag co kgaa
se-co-kg | SE & Co. KG | DE | | de Kommanditgesellschaft mit einer SE | se co kg
se-co-kgaa | SE & Co. KGaA | DE | | de Kommanditgesellschaft auf Aktien mit einer SE | se co kgaa
ltd-co-kg | Ltd. & Co. KG | DE | | de Kommanditgesellschaft mit einer Limited | ltd co kg; limited co kg
kg | KG | DE AT LI IT | it-kg | de Kommanditgesellschaft | kg; kommanditgesellschaft
kgaa | KGaA | DE | | de Kommanditgesellschaft auf Aktien | kgaa; kommanditgesellschaft auf aktien
ohg | OHG | DE IT | it-ohg | de offene Handelsgesellschaft | ohg; offene handelsgesellschaft
og | OG | AT | | de offene Gesellschaft | og; offene gesellschaft
gbr | GbR | DE | | de Gesellschaft bürgerlichen Rechts | gbr; egbr; gesellschaft burgerlichen rechts; bgb gesellschaft
gesbr | GesbR | AT | | de Gesellschaft bürgerlichen Rechts | gesbr
klg | KlG | CH | ch-general | de Kollektivgesellschaft | klg; kollektivgesellschaft
kmg | KmG | CH | ch-partners | de Kommanditgesellschaft | kmg
kmag | KmAG | CH | ch-partners-stock | de Kommanditaktiengesellschaft | kmag; kommanditaktiengesellschaft
partg | PartG mbB | DE | | de Partnerschaftsgesellschaft | partg mbb; partg; partgmbb; partnerschaftsgesellschaft; part mbb
ev | e.V. | DE | | de eingetragener Verein | e v; ev; eingetragener verein
ek | e.K. | DE | | de eingetragener Kaufmann | e k; ek; e kfm; e kfr; eingetragener kaufmann; eingetragene kauffrau
eu | e.U. | AT | | de eingetragenes Unternehmen | e u; eingetragenes unternehmen
eg | eG | DE AT | | de eingetragene Genossenschaft | eg; e g; e gen; eingetragene genossenschaft
vvag | VVaG | DE | | de Versicherungsverein auf Gegenseitigkeit | vvag
ador | AöR | DE | | de Anstalt des öffentlichen Rechts | aor; anstalt des offentlichen rechts
kdor | KdöR | DE | | de Körperschaft des öffentlichen Rechts | kdor; k d o r; korperschaft des offentlichen rechts
sas | SAS | FR LU | | fr société par actions simplifiée | sas; s a s; societe par actions simplifiee
sasu | SASU | FR | | fr société par actions simplifiée unipersonnelle | sasu; s a s u
eurl | EURL | FR | | fr entreprise unipersonnelle à responsabilité limitée | eurl; e u r l
eirl | EIRL | FR | | fr entrepreneur individuel à responsabilité limitée | eirl; e i r l
ei | EI | FR | | fr entrepreneur individuel | ei
sci | SCI | FR LU | | fr société civile immobilière | sci; s c i; societe civile immobiliere
scm | SCM | FR | | fr société civile de moyens | scm; s c m
scp | SCP | FR | | fr société civile professionnelle | scp; s c p
scpi | SCPI | FR | | fr société civile de placement immobilier | scpi
sccv | SCCV | FR | | fr société civile de construction vente | sccv
scea | SCEA | FR | | fr société civile d'exploitation agricole | scea
scev | SCEV | FR | | fr société civile d'exploitation viticole | scev
sca | SCA | FR LU | | fr société en commandite par actions | sca; societe en commandite par actions
scs | SCS | FR LU BE | be-limited-partners | fr société en commandite simple | scs; s c s; scomm; societe en commandite simple; societe en commandite
scm-ch | SCm | CH | ch-partners | fr société en commandite |
snc | SNC | FR CH BE LU | ch-general be-general | fr société en nom collectif | snc; s n c; societe en nom collectif
selarl | SELARL | FR | | fr société d'exercice libéral à responsabilité limitée | selarl; s e l a r l
selas | SELAS | FR | | fr société d'exercice libéral par actions simplifiée | selas
selafa | SELAFA | FR | | fr société d'exercice libéral à forme anonyme | selafa
scop | SCOP | FR | | fr société coopérative de production | scop; s c o p
scic | SCIC | FR | | fr société coopérative d'intérêt collectif | scic
gie | GIE | FR LU BE | | fr groupement d'intérêt économique | gie; g i e
geie | GEIE | EU | | fr groupement européen d'intérêt économique | geie
gaec | GAEC | FR | | fr groupement agricole d'exploitation en commun | gaec
earl | EARL | FR | | fr exploitation agricole à responsabilité limitée | earl
sem | SEML | FR | | fr société d'économie mixte locale | seml
epic | EPIC | FR | | fr établissement public à caractère industriel et commercial | epic
asbl | ASBL | BE LU | be-association | fr association sans but lucratif | asbl; a s b l
aisbl | AISBL | BE | be-international | fr association internationale sans but lucratif | aisbl; a i s b l
vzw | VZW | BE | be-association | nl vereniging zonder winstoogmerk | vzw; v z w
ivzw | IVZW | BE | be-international | nl internationale vereniging zonder winstoogmerk | ivzw
sa-nv | SA/NV | BE | be-stock ch-stock | fr société anonyme, nl naamloze vennootschap | sa nv; nv sa; s a n v; n v s a
srl-bv | SRL/BV | BE | be-limited | fr société à responsabilité limitée, nl besloten vennootschap | srl bv; bv srl
asbl-vzw | ASBL/VZW | BE | be-association | fr association sans but lucratif, nl vereniging zonder winstoogmerk | asbl vzw; vzw asbl
srl-be | SRL | BE | be-limited | fr société à responsabilité limitée |
sprl | SPRL | BE | be-old-limited | fr société privée à responsabilité limitée | sprl; s p r l; sprlu
bvba | BVBA | BE | be-old-limited | nl besloten vennootschap met beperkte aansprakelijkheid | bvba; b v b a; ebvba
scrl | SCRL | BE | be-cooperative | fr société coopérative à responsabilité limitée | scrl; s c r l
cvba | CVBA | BE | be-cooperative | nl coöperatieve vennootschap met beperkte aansprakelijkheid | cvba; c v b a
sc | SC | BE FR | be-cooperative | fr société coopérative, fr société civile | sc
cv | CV | BE NL | be-cooperative be-limited-partners | nl coöperatieve vennootschap | cv; c v
commv | CommV | BE | be-limited-partners | nl commanditaire vennootschap | commv; comm v; comm va
bv | BV | NL BE | be-limited | nl besloten vennootschap | bv; b v; besloten vennootschap
nv | NV | NL BE | be-stock | nl naamloze vennootschap | nv; n v; naamloze vennootschap
vof | VOF | NL BE | be-general | nl vennootschap onder firma | vof; v o f
spa | SpA | IT | it-stock | it società per azioni | spa; s p a; societa per azioni
srl | Srl | IT | it-limited | it società a responsabilità limitata | srl; s r l; s rl; societa a responsabilita limitata
srls | Srls | IT | | it società a responsabilità limitata semplificata | srls; s r l s
sapa | Sapa | IT | | it società in accomandita per azioni | sapa; s a p a
sas-it | Sas | IT | it-kg | it società in accomandita semplice | societa in accomandita semplice
snc-it | Snc | IT | it-ohg | it società in nome collettivo | societa in nome collettivo
ss | S.s. | IT | | it società semplice | s s; societa semplice
scarl | Scarl | IT | | it società consortile a responsabilità limitata | scarl; s c a r l; scrl it
soc-coop | Soc. coop. | IT | | it società cooperativa | soc coop; soc coop a r l; scpa; soc coop arl; societa cooperativa
onlus | Onlus | IT | | it organizzazione non lucrativa di utilità sociale | onlus
ltd | Ltd | GB IE | | en private limited company | ltd; limited; co ltd; company limited; private limited; pty ltd; pvt ltd
plc | PLC | GB IE | | en public limited company | plc; p l c; public limited company
llp | LLP | GB US | | en limited liability partnership | llp; l l p
lp | LP | GB US | | en limited partnership | lp; l p
cic | CIC | GB | | en community interest company | cic; c i c; community interest company
cio | CIO | GB | | en charitable incorporated organisation | cio
dac | DAC | IE | | en designated activity company | dac
clg | CLG | IE | | en company limited by guarantee | clg
cyf | Cyf | GB | | cy cwmni cyfyngedig | cyf; cyfyngedig
inc | Inc. | US CA | | en incorporated | inc; incorporated; co inc
corp | Corp. | US CA | | en corporation | corp; corporation
llc | LLC | US | | en limited liability company | llc; l l c; limited liability company
pllc | PLLC | US | | en professional limited liability company | pllc; p l l c
lllp | LLLP | US | | en limited liability limited partnership | lllp
na | N.A. | US | | en national association |
sl | SL | ES | | es sociedad limitada | sl; s l; sociedad limitada; sociedad de responsabilidad limitada
slu | SLU | ES | | es sociedad limitada unipersonal | slu; s l u
sau | SAU | ES | | es sociedad anónima unipersonal | sau; s a u
sll | SLL | ES | | es sociedad limitada laboral | sll
scoop | S. Coop. | ES | | es sociedad cooperativa | s coop
lda | Lda | PT | | pt sociedade por quotas | lda; limitada
unipessoal | Unipessoal Lda | PT | | pt sociedade unipessoal por quotas | unipessoal lda
ltda | Ltda | BR | | pt sociedade limitada | ltda
ab | AB | SE FI | | sv aktiebolag | ab; aktiebolag
oy | Oy | FI | | fi osakeyhtiö | oy; oyj; oy ab
as | A/S | DK | | da aktieselskab | a s
aps | ApS | DK | | da anpartsselskab | aps
spzoo | sp. z o.o. | PL | | pl spółka z ograniczoną odpowiedzialnością | sp z o o; sp zoo; spzoo
sro | s.r.o. | CZ SK | | cs společnost s ručením omezeným | s r o; sro
kft | Kft. | HU | | hu korlátolt felelősségű társaság | kft
doo | d.o.o. | SI HR RS BA | | hr društvo s ograničenom odgovornošću | d o o; doo
se | SE | EU | | en European company | se; societas europaea
"""
"""A form a line, in the columns above."""

KEPT_IN_NAMES: Final = """
fondation | Fondation | FR CH BE LU | ch-foundation | fr fondation | fondation
stiftung | Stiftung | DE CH AT LI | ch-foundation | de Stiftung | stiftung
fondazione | Fondazione | IT CH | ch-foundation | it fondazione | fondazione
foundation | Foundation | GB US | ch-foundation | en foundation | foundation
association | Association | FR CH | ch-association | fr association | association
verein | Verein | DE CH AT LI | ch-association | de Verein | verein
associazione | Associazione | IT CH | ch-association | it associazione | associazione
cooperative | Coopérative | FR CH | ch-cooperative | fr société coopérative | cooperative; societe cooperative
genossenschaft | Genossenschaft | DE CH AT | ch-cooperative | de Genossenschaft | genossenschaft
cooperativa | Cooperativa | IT CH | ch-cooperative | it società cooperativa | cooperativa
syndicat | Syndicat | FR CH | | fr syndicat | syndicat
mutuelle | Mutuelle | FR | | fr mutuelle | mutuelle
"""
"""Forms that are a word of the name, and stay there."""
