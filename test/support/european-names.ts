/** Names as they occur in practices here, each for a letter or a mark that something may stumble over; the last are as long as a certificate can hold, and longer. */
const PARTICULAR = [
  "Zoë van der Håkon", "J.W. de Vries-Bakker", "Łukasz Żółć", "Şeyma Çağlayan-İnönü", "Đorđe Šćekić", "Παναγιώτης Οικονόμου", "Олександр Щербина", "Þórunn Æðelsdóttir", "Fatima el Idrissi",
  "Eoghan Ó Súilleabháin", "Ștefan Țîrlea", "Jānis Ķēniņš", "Ernő Kőszegi", "Nguyễn Thị Ánh", "Marcel·lí Gal·lés", "Ċensu Għarb-Ħaż-Żebbuġ", "Øyvind Åsæther", "Groß-Weißenfels", "Ūla Šležaitė",
  "Ľubomír Ťažký", "Růžena Přílišná", "Гаврило Ђурђевић", "Ѓорѓи Ќосев", "D'Angelo dell'Ò", "ʻAnna-Māra Ģelzis", "Иван Ъгленов", "Γ. Ἀσκληπιάδης", "Ωμέγα Ϊόνιο", "Maël Le Goff-Ploüezec", "Hüseyin Öğüt",
  "Ž".repeat(64), "ﬁ Ǆ ǅ ŉ", "Wilhelmina Alexandra Johanna van Oranje-Nassau-Saksen-Coburg-Gotha de Bourbon Parme", "Щ".repeat(40), "O'Brien & Zn. (waarn.), 50% + *", "#hekje, \"aanhaling\"; <punt>",
];
const GIVEN = [
  "Anaïs", "Bjørn", "Çiğdem", "Dóra", "Éilís", "Françoise", "Ģirts", "Hélder", "Ilić", "Jürgen", "Krzysztof", "Llúcia", "Mårten", "Nuño", "Őrs", "Pål", "Răzvan", "Søren", "Tõnu", "Ünal", "Věra", "Wiesława", "Živa",
];
const FAMILY = [
  "Abrahamsson-Öberg", "Błaszczykowski", "Ćosić", "Dvořák", "Ențuc", "Fähnrich", "Grønkjær", "Hernández y Ñúñez", "Ījābs", "Jóhannsdóttir", "Kovačević", "Lõhmus", "Müller-Lüdenscheidt", "Nečas", "Ó Ceallaigh",
  "Pérez-Gómez", "Řeháček", "Szűcs", "Țuțuianu", "Ünlü", "van 't Hoff", "Wójcik", "Žemaitytė",
];

/** So many names from all over Europe, the particular ones first; none twice below six hundred. */
export function europeanNames(count: number): string[] {
  const paired = Array.from({ length: Math.max(0, count - PARTICULAR.length) }, (_, place) => {
    const round = Math.floor(place / GIVEN.length);
    return `${GIVEN[place % GIVEN.length]} ${FAMILY[(place + round) % FAMILY.length]}`;
  });
  return [...PARTICULAR.slice(0, count), ...paired];
}
