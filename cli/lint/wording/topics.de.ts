/** German words by which a text speaks of a topic; as wide as the English ones. The laws of the United States are only looked for in English. */
import type { TopicWords } from './topics.ts';

export const TOPIC_WORDS_DE: TopicWords = {
  purposes: /\bzwecke?n?s?\b|\bwofür wir|\bwarum wir|\b(?:nutzen|verwenden|verarbeiten)\b[^.\n]{0,120}\b(?:um|für|zur?|damit)\b|verarbeitungszweck/i,
  'legal-basis':
    /rechtsgrundlage|rechtmäßig|berechtigte[sn]? interesse|Art(?:ikel|\.)?\s?6\s?(?:Abs\.?|\(1\))|(?:erfüllung|durchführung) (?:eines|des|unseres|ihres) vertrag|auf(?:grund| grundlage)? (?:ihrer|der) einwilligung/i,
  recipients:
    /dienstleister|auftragsverarbeiter|empfänger|hosting|zahlungsanbieter|zahlungsdienst|konzern|verbundene|behörden|gerichte?n?\b|geben (?:wir )?[^.\n]{0,60}nicht (?:an dritte )?weiter|keine weitergabe/i,
  retention:
    /\b(?:gespeichert|speicher\w+|aufbewahr\w*|lösch\w*|gelöscht|behalten)\b[^.\n]{0,200}(?:(?:\d+|eine[mnr]?|zwei|drei|sechs|sieben|zehn|zwölf|dreißig)\s*(?:stunden?|tage?n?|wochen?|monate?n?|jahre?n?|jahr)\b|(?:solange|bis|sobald|nach|wenn|während)\b[^.\n]{0,80}(?:konto|kündig|vertrag|widerruf|abmeld|lösch|sitzung|aktiv|besteh|frist)|gesetzliche\w* (?:aufbewahrungs|frist|pflicht))|(?:\d+|zwei|drei|sechs|zehn|zwölf) (?:tage?n?|wochen?|monate?n?|jahre?n?)\b[^.\n]{0,100}(?:gespeichert|aufbewahrt|gelöscht|lösch)|speicherdauer\b[^.\n]{0,100}\d|aufbewahrungsfrist\w*/i,
  'right-access': /recht auf [^.\n]{0,60}auskunft|auskunft(?:s|\s|,|\.|$)|auskunftsrecht|kopie (?:ihrer|der) |zugreifen|zugriff auf (?:ihre|die)/i,
  'right-rectification':
    /berichtig\w*|korrigier\w*|(?<!\p{L})(?:ändern|aktualisieren)\b[^.\n]{0,40}(?:daten|angaben|profil)|(?:daten|angaben|profil)\b[^.\n]{0,60}(?<!\p{L})(?:ändern|aktualisieren)/iu,
  'right-erasure': /löschung|recht auf vergessen|\blösch(?:en|t)\b[^.\n]{0,60}|(?:daten|konto)\b[^.\n]{0,60}löschen/i,
  'right-restriction': /einschränk\w*|einzuschränken|beschränk\w*\b[^.\n]{0,60}verarbeitung/i,
  'right-portability': /datenübertragbarkeit|übertragbar|portabilität|maschinenlesbar|exportieren|herunterladen/i,
  'right-objection': /widerspruch|widersprechen|widersprichst|zu untersagen|einspruch/i,
  'objection-to-marketing':
    /abbestell\w*|abmelde\w*|(?:werbung|werbe\w*|newsletter|direktwerbung|marketing)\b[^.\n]{0,200}(?:widersp|abmeld|jederzeit|einstell)|widersp\w*[^.\n]{0,160}(?:werbung|direktwerbung|marketing)/i,
  'withdraw-consent': /(?:einwilligung|zustimmung)\b[^.\n]{0,140}widerruf\w*|widerruf\w*[^.\n]{0,120}(?:einwilligung|zustimmung)|widerrufen/i,
  'consent-control': /(?:cookie|einwilligungs|datenschutz)-?\s?(?:einstellungen|banner|auswahl)|einwilligung\b[^.\n]{0,60}(?:ändern|verwalten|widerrufen)/i,
  complaint: /beschwer\w*\b[^.\n]{0,160}(?:behörde|aufsicht|beauftragte)|(?:aufsichtsbehörde|datenschutzbehörde)\w*\b[^.\n]{0,120}beschwer/i,
  'obligation-to-provide':
    /\b(?:erforderlich|verpflichte\w*|pflichtangabe\w*|pflichtfeld\w*|freiwillig\w*|optional\w*|notwendig)\b[^.\n]{0,140}(?:angab\w*|daten|bereitstell\w*|konto|anmeld|registrier)|(?:bereitstell\w*|angabe\w*|daten)\b[^.\n]{0,120}\b(?:erforderlich|verpflichtend|freiwillig|vorgeschrieben|optional)|\bohne (?:diese|die)\b[^.\n]{0,60}(?:daten|angaben)/i,
  'automated-decisions': /automatisiert\w*\b[^.\n]{0,60}(?:entscheidung|verarbeitung|einzelfall)|profiling|entscheidung\w*\b[^.\n]{0,60}automatisiert/i,
  'new-purpose': /(?:ander\w*|neu\w*|weiter\w*|zusätzlich\w*) zweck|zweckänderung|zweck\w*\b[^.\n]{0,60}änder/i,
  'response-time':
    /(?:antwort\w*|beantwort\w*|bearbeit\w*|reagier\w*|auskunft)\b[^.\n]{0,120}(?:innerhalb|binnen|innert|in)\b[^.\n]{0,20}(?:\d+|eine[mns]+|dreißig)\s*(?:tage?n?|woche?n?|monat\w*)|(?:innerhalb|binnen)\s+(?:von\s+)?(?:\d+|eine[smn]+)\s*(?:tage?n?|monat\w*)\b[^.\n]{0,80}(?:antwort|beantwort|anfrage|antrag)/i,
  'uk-regulator': /\bInformation Commission(?:er)?\b|\bICO\b/,
  'complaint-to-controller': /beschwer\w*\b[^.\n]{0,80}\b(?:bei uns|an uns|formular)/i,
  transfers:
    /(?:übermitt\w*|übertrag\w*|transfer\w*|weitergabe)\b[^.\n]{0,160}(?:drittl[aä]nd\w*|ausland|außerhalb|USA|Vereinigte\w* Staaten|EWR|international)|drittl[aä]nd\w*|ander\w+ länder\w*|außerhalb (?:der|des) (?:EU|EWR|Europäischen)|\bin den USA\b|(?:server|gespeichert|verarbeitet)\b[^.\n]{0,60}\bin (?:Deutschland|der EU|Irland|der Europäischen)/i,
  safeguards:
    /standard(?:vertrags|datenschutz)klauseln|standardvertragsklausel|angemessenheitsbeschluss|angemessene[ns]? (?:schutz|daten)|verbindliche interne datenschutzvorschriften|Data Privacy Framework|\bDPF\b|Art(?:ikel|\.)?\s?4[5-9]\b|ausdrückliche[nr]? einwilligung/i,
  'uk-safeguards': /International Data Transfer|IDTA|britische\w*\b[^.\n]{0,40}(?:zusatz|addendum)/i,
};
