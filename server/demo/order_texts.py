"""What residents, workers and supervisors report, as they would write it.

Each line: where (`flat`, or the kind of a space), language, text. Lines of a category are equally likely.
"""

from __future__ import annotations

ORDER_TEXTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "water_leak": (
        (
            "flat",
            "fi",
            "Keittiön allaskaapista tulee vettä lattialle. Suljin hanan alta mutta tippuu edelleen.",
        ),
        (
            "flat",
            "fi",
            "Kylpyhuoneen katosta tippuu vettä, yläkerrasta ilmeisesti. Kuppi on alla, täyttyy tunnissa.",
        ),
        ("laundry_room", "fi", "Pesukone 2 vuotaa, vettä on pitkin pesutuvan lattiaa."),
        (
            "cellar_corridor",
            "fi",
            "Kellarikäytävässä putki tihkuu vettä seinän juuresta, lattialla lammikko.",
        ),
        ("flat", "sv", "Det läcker vatten under diskbänken och det rinner ut på golvet."),
    ),
    "sewer": (
        ("flat", "fi", "Viemärivesi nousee suihkun lattiakaivosta kun naapuri laskee vettä."),
        ("laundry_room", "fi", "Pesutuvan lattiakaivo on tukossa, vesi ei mene alas ja haisee pahalle."),
        ("flat", "fi", "WC ei vedä, vesi nousee reunaan asti. Asunnossa on pieni lapsi."),
    ),
    "heating": (
        ("flat", "fi", "Patterit ovat kylmänä koko asunnossa, sisällä 16 astetta."),
        ("flat", "fi", "Makuuhuoneen patteri ei lämpene, vaikka termostaatti on täysillä. Muut toimivat."),
        ("stairwell", "fi", "Porrashuoneen patteri on aivan kylmä ja alaovella vetää."),
        ("flat", "en", "No heating in the living room since yesterday. We have a baby, please come soon."),
    ),
    "electricity": (
        ("flat", "fi", "Puolesta asunnosta meni sähköt, sulake palaa heti uudestaan."),
        (
            "laundry_room",
            "fi",
            "Pesutuvan pistorasia kipinöi kun kuivausrummun laittoi päälle. Laitoin lapun päälle.",
        ),
        ("cellar_corridor", "fi", "Kellarissa ei tule valot, vikavirtasuoja laukeaa koko ajan."),
    ),
    "lift_trapped": (
        ("lift", "fi", "Hissi pysähtyi kerrosten väliin, sisällä on ihminen. Hissihuoltoon on soitettu."),
    ),
    "outer_door": (
        ("stairwell", "fi", "Ulko-ovi ei mene lukkoon, jää aina raolleen. Rapussa on käynyt vieraita."),
        ("stairwell", "fi", "Ulko-oven ovipumppu on rikki, ovi paukkuu koko yön."),
        ("stairwell", "sv", "Ytterdörren går inte i lås efter klockan 21."),
    ),
    "lighting": (
        ("stairwell", "fi", "Kolmannen kerroksen tasanteen lamppu on pimeänä."),
        ("stairwell", "fi", "Porrasvalot palavat vain muutaman sekunnin, ei ehdi edes toiseen kerrokseen."),
        ("courtyard", "fi", "Pihan valaisin leikkipaikan vieressä ei syty. Illalla on ihan pimeää."),
        ("bicycle_store", "fi", "Pyörävaraston liiketunnistin ei reagoi, valo ei syty ollenkaan."),
        ("cellar_corridor", "fi", "Kaksi loisteputkea välkkyy kellarikäytävällä."),
    ),
    "lock": (
        ("flat", "fi", "Asunnon ovi jumittaa, avain kääntyy vasta kun ovea nostaa."),
        ("storage", "fi", "Häkkivaraston riippulukko on katkottu, tarvitsen tilalle uuden salvan."),
        ("waste_room", "fi", "Jätehuoneen lukkopesä on löysällä, avain ei tahdo pysyä."),
        (
            "laundry_room",
            "fi",
            "Pesutuvan ovi ei aukea varausajalla avaimella. Olen kokeillut kahdella avaimella.",
        ),
    ),
    "window": (
        ("flat", "fi", "Makuuhuoneen ikkuna ei mene kunnolla kiinni, heloitus on löysä ja vetää."),
        ("flat", "fi", "Tuuletusikkunan kahva jäi käteen."),
        ("stairwell", "fi", "Porrasikkuna toisessa kerroksessa on haljennut, teippasin sen."),
    ),
    "appliance": (
        ("flat", "fi", "Jääkaappi ei jäähdytä, hurisee vaan. Ruoat on pilalla."),
        ("flat", "fi", "Uuni ei lämpene, levyt toimivat. Liesi on noin 15 vuotta vanha."),
        ("laundry_room", "fi", "Pesukone 1 antaa virheen E18 eikä linkoa."),
        ("drying_room", "fi", "Kuivauspuhallin ei lähde käyntiin ajastimesta."),
        ("flat", "en", "The fridge makes a loud noise at night and there is water inside."),
    ),
    "ventilation": (
        ("flat", "fi", "Liesituuletin ei vedä, ruoankäry jää asuntoon. Suodatin on pesty."),
        ("flat", "fi", "Kylpyhuoneen venttiili humisee kovaa ja kosteus ei poistu."),
        (
            "shared_sauna",
            "fi",
            "Talosaunan pukuhuoneessa on kostea ja tunkkainen ilma saunavuorojen jälkeen.",
        ),
    ),
    "plumbing": (
        ("flat", "fi", "Keittiön hana tippuu. Tiiviste varmaan kulunut, ollut jo pari viikkoa."),
        ("flat", "fi", "Kylpyhuoneen lavuaari vetää hitaasti, olen puhdistanut hajulukon."),
        ("flat", "fi", "WC-istuin heiluu ja vesi jää valumaan säiliöstä."),
        ("flat", "fi", "Suihkun letku vuotaa liitoksesta ja hanasta tulee vain haaleaa vettä."),
        ("flat", "sv", "Kranen i badrummet droppar hela tiden."),
        ("flat", "en", "The shower drain is slow and the water stays on the floor."),
    ),
    "cleaning": (
        (
            "stairwell",
            "fi",
            "Joku on kaatanut maitoa hissin eteen ja se haisee. Ei ole siivottu viikonlopun jälkeen.",
        ),
        ("stairwell", "fi", "Porrashuoneen ala-aula on täynnä hiekkaa ja märkiä lehtiä."),
        ("shared_sauna", "fi", "Saunan lauteet jääneet likaisiksi, lattiakaivossa hiuksia."),
        ("laundry_room", "fi", "Pesutuvan nukkasihti tursuaa ja lattialla on pesuainetta."),
        ("lift", "fi", "Hissin lattiassa on jotain tahmeaa, kengät tarttuu kiinni."),
        (
            "stairwell",
            "en",
            "There is broken glass and something sticky on the stairs between floors 2 and 3.",
        ),
    ),
    "yard": (
        ("courtyard", "fi", "Portaiden kaide heiluu pihan puolella, pultti on irti."),
        ("courtyard", "fi", "Pihakäytävällä on jäätä, kohta joku kaatuu. Hiekkaa tarvitaan."),
        ("playground", "fi", "Keinun ketjussa on terävä kohta, lapsi sai haavan sormeen."),
        ("storm_drain", "fi", "Hulevesikaivo on tukossa lehdistä, vesi seisoo koko kulkuväylällä."),
        ("courtyard", "fi", "Pensasaita on kasvanut kulkutien päälle, lastenvaunut ei mahdu."),
    ),
    "waste": (
        ("waste_room", "fi", "Sekajäteastiat pursuavat, pusseja on lattialla."),
        ("waste_room", "fi", "Joku on jättänyt sohvan ja kaksi patjaa jätehuoneeseen."),
        ("waste_room", "fi", "Biojäteastian kansi on rikki ja lokit levittävät roskia."),
    ),
    "graffiti": (
        ("stairwell", "fi", "A-portaan ulkoseinään on töhritty mustalla spraylla noin kahden metrin alue."),
        ("lift", "fi", "Hissin peiliin on raapustettu tussilla."),
        ("courtyard", "fi", "Pihan muuntamokoppi on tägätty viikonloppuna."),
    ),
    "pests": (
        ("waste_room", "fi", "Rotta juoksi jätekatoksesta pensaisiin, näin jo toisen kerran."),
        ("flat", "fi", "Keittiössä on pieniä ruskeita kuoriaisia, löytyy kaapista ja lattialistan vierestä."),
        ("courtyard", "fi", "Ampiaispesä räystään alla lähellä tuuletusparveketta."),
    ),
    "other": (
        ("stairwell", "fi", "Nimitaulusta puuttuu uusien asukkaiden nimi."),
        ("storage", "fi", "Häkkivaraston 14 edessä on toisen tavaroita, en pääse omaani."),
        ("flat", "fi", "Palovaroitin piippaa pariston vaihdosta huolimatta."),
        ("bicycle_store", "fi", "Pyörävarastossa on kymmeniä hylättyjä pyöriä, uudet eivät mahdu."),
    ),
}

CATEGORY_SHARES = {
    "water_leak": 2,
    "sewer": 1,
    "heating": 3,
    "electricity": 2,
    "lift_trapped": 0.2,
    "outer_door": 2,
    "lighting": 13,
    "lock": 9,
    "window": 6,
    "appliance": 12,
    "ventilation": 6,
    "plumbing": 16,
    "cleaning": 11,
    "yard": 7,
    "waste": 5,
    "graffiti": 2,
    "pests": 2,
    "other": 6,
}
"""Of a hundred reports, about so many are of each category."""

RESULT_TEXTS = {
    "fixed": (
        "Vaihdettu tiiviste, testattu.",
        "Lamppu vaihdettu.",
        "Lukko rasvattu ja säädetty, toimii.",
        "Siivottu ja tuuletettu.",
        "Osa vaihdettu, asukkaalle ilmoitettu.",
        "Hajulukko avattu ja puhdistettu.",
    ),
    "temporary_fix": ("Teipattu ja eristetty, varaosa tilattu.", "Suljettu venttiili, jatkuu huomenna."),
    "no_fault_found": (
        "Kokeiltu useaan kertaan, vikaa ei löytynyt.",
        "Asukas ei ollut enää huomannut vikaa.",
    ),
    "needs_contractor": ("Vaatii sähköurakoitsijan.", "Putkiliike tilattava, vuoto rakenteessa."),
}

COMMENT_TEXTS = (
    "Kävin paikalla, palaan huomenna.",
    "Varaosa tulee perjantaina.",
    "Asukas pyytää soittamaan ennen tuloa.",
    "Sama vika oli myös viime kuussa.",
    "Tarvitaan toinen mukaan, kaappi on siirrettävä.",
    "Isännöitsijälle ilmoitettu.",
)

PETS = ("Kissa, ei saa päästää ulos.", "Koira, on kytkettynä käynnin ajan.", "Kaksi kania häkissä.")
ALARMS = ("Hälytin eteisessä, asukas kytkee pois.", "Turvalukko, avain vain asukkaalla.")
