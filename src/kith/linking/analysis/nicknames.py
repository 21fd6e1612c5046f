"""Which forenames are forms of one another, as families in Britain use them."""

from functools import lru_cache

# One group a line, its root first. A short form may stand in several groups (Alex, Sam, Jo, Bert). Names
# that only sound alike, or that families give to two of their children (Anna and Hannah, Jacob and James),
# stand in different groups: a nickname must never hide a sibling.
_GROUPS = """
aaron aron arron
abigail abi abbie abby abbi gail
abdullah abdallah abdul
agnieszka aga
aisha ayesha aysha aishah ayisha
alan allan allen al
albert bert bertie albie
alexander alex alec sandy ally xander zander aleksander olek sasha
alexandra alex sandy lexi lexie sasha aleksandra ola
alfred alf alfie alfy fred freddie
alice ali alys
alison ali
amelia milly millie
amanda mandy
andrew andy drew andrzej
angela angie
anne ann annie anna ania
hannah hanna
anthony tony antony ant antoni
archibald archie archy
arthur artie art
barbara barb babs basia
benjamin ben benny benji
bernard bernie
bethany beth
elizabeth eliza liz lizzie lizzy betty libby elisabeth bess elsie beth elzbieta ela
eleanor ellie nell nellie elly ella eleanora elinor
helen helena nell ellen
bridget bridie
callum calum cal
cameron cam
caroline carolyn carol caz carrie karolina
catherine katherine kathryn katharine kate katie kathy cathy cath kat kitty katy cat katarzyna kasia kathleen
caitlin kaitlin caitlyn katelyn kate katie
charles charlie chas chuck charley
charlotte lottie charlie
christopher chris kris krzysztof topher kit
christine christina chris kris tina chrissie krystyna
clifford cliff
connor conor conner
cynthia cindy
daniel dan danny
danielle dani
darren daz
david dave davey dai dafydd dawid
deborah debbie deb debra debs
dennis denis den
dominic dom dominik
donald don donny
dorothy dot dottie dolly
douglas doug dougie
dylan dillon
edward ed eddie ted teddy ned eddy
edmund ed eddie ned
edwin ed eddie
emily em emmie emilia emilie emilka
emma em emmy
eric erik
evelyn evie eve
ewa eva eve
fatima fatimah fatema fatma fatuma
fiona fi
florence flo flossie florrie
frances fran frankie
francesca fran frankie
francis frank franciszek franek
frederick fred freddie freddy frederic
gabriel gabe
gabriella gabi gabby gabrielle
gareth gary gaz garry garth
geoffrey geoff jeff jeffrey
george georgie jerzy
georgia georgie
georgina georgie gina
gerald gerry jerry gerard
gillian gill jill
grace gracie
graham graeme grahame
gregory greg grzegorz
gwendolen gwen
hafsa hafsah
harriet hattie harry
henry harry hal hank
harold harry hal
hassan hasan
hussein hussain husain husayn
ian iain
ibrahim ebrahim ibraheem
imogen immy
isabel isabelle isabella izzy bella belle isobel izabela issy iza
isaac zac izaac
john jack johnny jon jonny jan
jonathan jon jonny johnathan johnathon
jack jackson jak
sean shaun shane shawn
evan euan ewan ioan ieuan
jacob jake jakub kuba
james jim jimmy jamie jem jay
joseph joe joey jozef
josephine jo josie
yusuf yousef yousuf yusef youssef
jacqueline jackie jacqui
jane janet janey jayne
jasmine jaz jas
yasmin yasmine yasmeen
jason jase jay
jean jeanette jeannie
jennifer jen jenny jenni jenna
jeremy jez jerry
jessica jess jessie jessy
joanne jo joanna asia
joshua josh
judith judy
julia julie jules
julian jules
kamran kam
kayleigh kaylee kaleigh kay kayley
keira kiera kira ciara
kenneth ken kenny
kevin kev
khadija khadijah kadija
kieran kieron ciaran
kimberley kim kimberly
kyle kye
laura lori lora
lauren loren
lawrence laurence larry
leah lea lia
leo leon
leonard len lenny
lewis louis lou louie luis
louise louisa lou
lily lilly lillie
lillian lilian lily
linda lynda lyn lynne lynn lin
lucy lucille lucie luci
luke lucas lukas lukasz luca
madeleine maddie maddy madison madeline
malgorzata gosia margaret
marcus mark marc marek marco
margaret maggie meg peggy marge margot greta rita
megan meg meghan
mary marie molly polly
maria marysia
mariam maryam miriam maryan
maureen mo
molly mollie
martin marty marcin
matthew matt matty mateusz mathew
maxwell max
maximilian max
melissa mel missy
melanie mel
michael mike mick micky mickey micheal mikey michal
mitchell mitch
michelle shell chelle
mohammed mohammad muhammad mohamed muhammed mohd mo mohamad muhamad mohamud md mohammod
mustafa mostafa
natalie nat natalia nathalie
natasha nat tasha
nathan nate nat
nathaniel nate nat nathan
niamh neve nieve
nicholas nick nicky nico nikolas mikolaj
nicola nicky nikki nichola nikola
nicole nicky nikki
oliver ollie olly oli
olivia liv livvy ollie
omar umar omer
oscar oskar
osman usman uthman
patrick pat paddy patryk
patricia pat trish tricia patsy
paul pawel
pauline paula
penelope penny
peter pete piotr
phillip philip phil pip
philippa pippa phillipa pip
rachel rach rachael
rebecca becky becca bex rebekah beccy
reginald reg reggie
rhys reece rees reese
richard rich rick ricky dick richie ryszard
robert rob bob bobby robbie bert
roberta bobbie
robin robyn
ronald ron ronnie
rosemary rose rosie
rosie rosa rose
rowan rhowan
russell russ
ruth ruthie
samuel sam sammy
samantha sam sammy
sarah sara sally sadie
scarlett scarlet scarlette
sebastian seb bastian
sharon shaz
simon si symon szymon
siobhan shevaun chevonne
sophia sophie sofia sophy zosia zofia sofie
stephen steve steven stephan stefan stevie szczepan ste
stephanie steph
stuart stewart stu
suleiman sulaiman suleman
susan sue susie suzanne suzie susanna zuzanna zuzia susannah
sylvia sylvie
teresa theresa tess tessa terri
terence terry terrence
theodore theo teddy ted
thomas tom tommy tomasz tomas
timothy tim timmy
tobias toby tobi
tracey tracy traci
trevor trev
tyler taylor tayler
valerie val
vanessa ness nessa
victoria vicky vicki tori vic wiktoria
victor vic vince
vincent vince vinnie
walter wally walt
william will bill billy liam willie wills gwilym
yahya yahia
zachary zach zac zack zak
zakariya zakaria zaki zak
zainab zaynab zeinab zeynep
zoe zoey
"""


def _membership() -> tuple[dict[str, tuple[str, ...]], dict[str, frozenset[str]]]:
    roots: dict[str, tuple[str, ...]] = {}
    groups: dict[str, frozenset[str]] = {}
    for line in filter(None, _GROUPS.splitlines()):
        names = line.split()
        groups[names[0]] = groups.get(names[0], frozenset()) | frozenset(names)
        for name in names:
            roots[name] = (*roots.get(name, ()), names[0])
    return roots, groups


_ROOTS, _FORMS = _membership()


@lru_cache(maxsize=200_000)
def roots_of(forename: str) -> tuple[str, ...]:
    """Return the roots of the groups that a folded forename stands in, or the forename itself."""
    return _ROOTS.get(forename, (forename,))


def forms_of(forename: str) -> frozenset[str]:
    """Return every form of a folded forename, itself among them."""
    return frozenset({forename}.union(*(_FORMS.get(root, frozenset()) for root in roots_of(forename))))
