/**
 * English words by which a text speaks of a topic. Each pattern is wide: a law rule reports only when
 * nothing at all in the document comes near its topic. A list means that all of it must be found.
 */
import type { TopicWords } from './topics.ts';

export const TOPIC_WORDS_EN: TopicWords = {
  purposes:
    /\bpurposes?\b|\bwhy we (?:use|collect|process|need|ask)|\bhow we use|\bus(?:e|es|ed|ing)\s+(?:this|the|your|it|these|that|them|personal|information|data|cookies)\b[^.\n]{0,160}\b(?:to|for)\b/i,
  'legal-basis':
    /\b(?:legal|lawful) (?:bas[ei]s|grounds?)\b|\blegitimate interests?\b|\bArt(?:icle|\.)?\s?6\s?\(1\)|\b(?:perform(?:ance of)?|fulfil\w*|necessary for|to provide|carry out) (?:a|the|our|your|any|this) contract|\bbased on (?:your )?(?:explicit )?consent\b/i,
  recipients:
    /\b(?:service providers?|(?:sub)?-?processors?|vendors?|recipients?|affiliat\w+|subsidiar\w+|(?:sub)?contractors?|hosting|payment (?:provider|processor)s?|cloud (?:provider|storage|service)s?|auditors?|law enforcement|courts?|never shared|(?:do not|don[’']t|never) (?:\w+ )?(?:share|disclose|pass))\b/i,
  retention:
    /\b(?:keep|kept|retain\w*|retention|stor(?:e|ed|age)|sav(?:e|ed)|hold|held|delet\w+|eras\w+|remov\w+|purg\w+|discard\w*|expir\w+|anonymi[sz]e\w*)\b[^.\n]{0,220}\b(?:(?:\d+|one|two|three|four|five|six|seven|ten|twelve|thirty|sixty|ninety|an?)\s*(?:\(\d+\)\s*)?-?\s*(?:hours?|days?|weeks?|months?|years?)|(?:until|as long as|long as|while|when|once|after)\b[^.\n]{0,80}\b(?:accounts?|delet\w+|cancel\w*|clos\w+|unsubscrib\w*|withdraw\w*|contract|subscription|relationship|session|inactiv\w+|request\w*|active|uninstall\w*|turn\w* off|statut\w+|limitation)|(?:tax|statutory|legally required|accounting) )|\b(?:\d+|one|two|three|six|seven|twelve|thirty|ninety)[\s-](?:hours?|days?|weeks?|months?|years?)\b[^.\n]{0,100}\b(?:keep|kept|retain\w*|retention|stor(?:e|ed)|delet\w+|eras\w+)|\b(?:criteria|factors)\b[^.\n]{0,100}\b(?:retention|retain|keep|period)/i,
  'right-access':
    /\b(?:rights? (?:of|to) [^.\n]{0,60}?access|access(?:ing)?\b[^.\n]{0,80}\b(?:data|information|content)|access rights?|right to know|(?:a )?copy of (?:your|the|any|all|my|that|this)|access requests?|request access|rights?\b[^\n]{0,200}\baccess\b)/i,
  'right-rectification':
    /\brectif\w+|\b(?:correct(?:ion|ing|ed|s)?|updat(?:e|ing)|amend|edit|chang(?:e|ing)|fix|modify)\b[^.\n]{0,80}\b(?:data|information|details|profile|account|inaccura\w+|incomplete|errors?|it|them)\b|\binaccurate\b/i,
  'right-erasure':
    /\beras\w+|\bforgotten\b|\b(?:delet\w+|remov(?:e|al|ing))\b[^.\n]{0,100}\b(?:data|information|accounts?|content|it|them|history)\b|\b(?:data|information|account)\b[^.\n]{0,60}\bdelet\w+/i,
  'right-restriction':
    /\b(?:restrict\w*|limit\w*)\b[^.\n]{0,100}\b(?:process\w*|us(?:e|ing|age)|collection)\b|\bprocessing\b[^.\n]{0,80}\brestrict\w*|\brights?\b[^\n]{0,240}\brestrict/i,
  'right-portability':
    /\bportab\w+|\bmachine[- ]readable\b|\b(?:export|download|transfer|move|port|transmit)\w*\b[^.\n]{0,60}\b(?:your|of your|the|a copy|my)\b[^.\n]{0,40}\b(?:data|information|content|history|copy)\b/i,
  'right-objection': /\bright to [^.\n]{0,40}?object|\bobject(?:ing|ion)?\s+(?:to|against)\b|\bobjections?\b|\brights?\b[^\n]{0,240}\bobject\b|\boppose\b/i,
  'objection-to-marketing':
    /\bunsubscrib\w+|\bopt(?:ing|ed)?[- ]?out\b|\b(?:market|promot|newsletter)\w*\b[^.\n]{0,160}\b(?:object|stop|turn(?:ing)? off|manage|choose|preferences|settings|any time)\b|\bobject\b[^.\n]{0,120}\b(?:market|promot)\w*/i,
  'withdraw-consent':
    /\b(?:withdraw\w*|revok\w+)\b[^.\n]{0,100}\b(?:consent|permission)|\b(?:consent|permission)\b[^.\n]{0,120}\b(?:withdraw\w*|revok\w+|opt[- ]?out|turn\w* off|any time)|\bchange your (?:mind|choice|consent)/i,
  'consent-control':
    /\b(?:cookie|consent|privacy) (?:settings|preferences|banner|manager|choices|controls?|tool)\b|\bmanage (?:your )?(?:cookies|consent|preferences|choices)\b|\b(?:change|withdraw|update|review)\b[^.\n]{0,60}\b(?:choice|consent)\b/i,
  complaint:
    /\bcomplain\w*\b[^.\n]{0,200}\b(?:authorit\w+|regulators?|commissioner|commission|supervisory|agency|DPA|ICO|CNIL)\b|\b(?:authorit\w+|regulators?|commissioner|supervisory)\b[^.\n]{0,160}\bcomplain\w*/i,
  'obligation-to-provide':
    /\b(?:required|mandatory|obligat\w+|obliged|optional|voluntar\w+|have to|need to|necessary to|choose not to|decline to|without (?:this|it|that|them|your|such))\b[^.\n]{0,160}\b(?:provid\w+|give|data|information|details|account|sign(?: |-)?(?:up|in)|regist\w+)\b|\bif you (?:do not|don[’']t|decide not|choose not|refuse|fail|would rather not)\b|\b(?:provid\w+|information|data)\b[^.\n]{0,80}\b(?:is|are) (?:required|mandatory|optional|voluntary|necessary)\b/i,
  'automated-decisions':
    /\bautomat\w+(?:\s\w+){0,3}\s(?:decisions?|decision[- ]making|processing|profiling|means)\b|\bprofiling\b|\bdecisions?\b[^.\n]{0,60}\b(?:automat\w+|algorithm\w*)|\bsolely on automated\b/i,
  'new-purpose':
    /\b(?:new|different|another|additional|further|other) (?:and \w+ )?(?:purposes?|reasons?|uses?)\b|\bpurposes? (?:other|different|that (?:is|are) not)\b|\b(?:change|changes|update|updates)\b[^.\n]{0,80}\b(?:purposes?|how we (?:use|process|handle|collect))/i,
  'response-time':
    /\b(?:respon[ds]\w*|answer\w*|reply|replies|process\w*|comply|act on|action|fulfil\w*|handle|get back|confirm)\b[^.\n]{0,160}\b(?:within|in|no later than|up to)\b[^.\n]{0,30}\b(?:\d+|one|an?|thirty|forty[- ]?five|two)\s*(?:\(\d+\)\s*)?(?:calendar |business |working )?(?:hours?|days?|weeks?|months?)\b|\bwithin (?:\d+|one|a|thirty|forty-?five)\s*(?:calendar |business |working )?(?:days?|months?)\b[^.\n]{0,120}\b(?:respon\w+|answer\w*|request\w*)|\bwithin the (?:time|period|deadline)s?\b[^.\n]{0,60}\blaws?\b/i,
  'uk-regulator': /\bInformation Commission(?:er)?\b|\bICO\b/,
  'complaint-to-controller':
    /\bcomplain\w*\b[^.\n]{0,120}\b(?:us|to our|form|contact|@|acknowledge)|\b(?:contact|write|tell|email) us\b[^.\n]{0,120}\bcomplain\w*/i,
  transfers:
    /\btransfer\w*\b[^.\n]{0,200}\b(?:countr\w+|outside|United States|U\.?S\.?A?\b|international\w*|abroad|EEA|EU\b|European|borders?|third countries)|\boutside (?:of )?(?:the )?(?:EU|EEA|European|your (?:home )?countr\w+|UK|United Kingdom|Switzerland|country)|\b(?:process\w*|stor\w+|host\w*|locat\w+|kept)\b[^.\n]{0,100}\b(?:in|to) (?:the )?(?:United States|US\b|U\.S\.|USA|European Union|EU\b|EEA|Germany|Ireland)|\binternational (?:data )?transfers?\b|\b(?:another|other|various|different|foreign) countr(?:y|ies)\b/i,
  safeguards:
    /\bstandard (?:contract\w*|data protection) clauses?\b|\bcontractual clauses\b|\bSCCs?\b|\bmodel (?:contract )?clauses\b|\badequa(?:cy|te (?:level|protection))|\bbinding corporate rules\b|\bBCRs?\b|\bData Privacy Framework\b|\bDPF\b|\bArt(?:icle|\.)?\s?4[5-9]\b|\bderogation\b|\bexplicit consent\b|\bdata processing (?:agreement|addendum)/i,
  'uk-safeguards':
    /\bInternational Data Transfer (?:Agreement|Addendum)\b|\bIDTA\b|\bUK (?:addendum|extension|adequacy|IDTA)\b|\bUK\b[^.\n]{0,80}\b(?:addendum|adequacy|Data Bridge)\b|\bdata bridge\b/i,
  'us-categories': /\bcategor(?:y|ies)\b[^.\n]{0,60}\b(?:information|data|identifiers|collect\w*)\b/i,
  'us-sources':
    /\bsources?\b|\bfrom (?:you|third parties|other|our|your|service providers|partners|data brokers|publicly)\b|\byou (?:provide|give|submit|share|enter)\b|\bautomatically\b/i,
  'us-purposes':
    /\b(?:business|commercial) purposes?\b|\bpurposes?\b|\bhow we use|\bus(?:e|es|ed|ing)\s+(?:this|the|your|it|these|that|them|personal|information|data)\b[^.\n]{0,160}\b(?:to|for)\b/i,
  'us-sale': /\b(?:sell|sold|sells|selling|sale)\b/i,
  'us-sale-recipients':
    /\b(?:sell|sold|selling|shar\w+|disclos\w+)\b[^.\n]{0,220}\b(?:advertis\w+|ad networks?|data brokers?|marketing|social (?:media|networks?)|analytics)\b/i,
  'us-under-16': /\b(?:16|sixteen)(?: years| or|\b)/i,
  'us-disclosures':
    /\bdisclos\w*\b[^\n]{0,240}\b(?:business purposes?|categor\w+|service providers?)|\b(?:business purposes?|categor\w+|service providers?)\b[^\n]{0,240}\bdisclos\w*|\b(?:not|never) disclos\w*|\bshar(?:e|ed|ing)\b[^.\n]{0,120}\bservice providers?\b/i,
  'us-sensitive-use': /\bsensitive (?:personal )?(?:information|data)\b/i,
  'us-right-know':
    /\bright to [^.\n]{0,40}?(?:know|access)|\bright of access\b|\brights?\b[^\n]{0,200}\b(?:know|access)\b|\brequest\b[^.\n]{0,80}\b(?:disclos\w*|access|copy|know)\b|\bknow what\b/i,
  'us-right-delete': /\bdelet\w+\b|\beras\w+/i,
  'us-right-correct': /\bcorrect(?:ion|ing|ed|s)?\b|\brectif\w+|\bfix inaccura\w+/i,
  'us-right-opt-out': /\bdo not sell\b|\bopt(?:ing|ed)?[- ]?out\b[^.\n]{0,80}\b(?:sale|sell|selling|sharing|share)|\b(?:California )?Privacy Choices\b/i,
  'us-right-limit': /\blimit\b[^.\n]{0,80}\bsensitive\b|\bsensitive\b[^.\n]{0,120}\blimit\b/i,
  'us-no-retaliation': /\bdiscriminat\w+|\bretaliat\w+|\b(?:not|never|won[’']t) (?:penali[sz]e|treat you differently|deny you|punish)/i,
  'us-verification':
    /\bverif\w+\b[^.\n]{0,140}\b(?:identit\w+|requests?|you|your)\b|\b(?:identity|requests?)\b[^.\n]{0,140}\b(?:verif\w+|confirm\w*|authenticat\w+)|\bconfirm\b[^.\n]{0,60}\b(?:your identity|who you are|that you)/i,
  'us-agent':
    /\bauthori[sz]ed (?:agents?|representatives?)\b|\bagents?\b[^.\n]{0,80}\bbehalf\b|\bbehalf\b[^.\n]{0,80}\bagents?\b|\bpower of attorney\b|\bsomeone (?:else )?to (?:act|make)/i,
  'us-opt-out-signal': /\bGlobal Privacy Control\b|\bGPC\b|\bopt[- ]?out (?:preference )?signals?\b/i,
  'us-appeal': /\bappeal\w*/i,
  'us-targeted-ads':
    /\bopt(?:ing)?[- ]?out\b[^.\n]{0,120}\b(?:targeted|interest[- ]based|behaviou?ral|personali[sz]ed|advertis\w+)|\b(?:targeted|interest[- ]based|behaviou?ral|personali[sz]ed) (?:ads?|advertis\w+)\b[^.\n]{0,160}\bopt/i,
  'incentive-notice': /\bfinancial incentives?\b|\bnotice of (?:financial )?incentive/i,
  'review-process':
    /\b(?:review|access|see|view|check)\b[^.\n]{0,100}\b(?:information|data|details|profile|account)\b|\b(?:chang|updat|correct|edit)\w*\b[^.\n]{0,60}\b(?:your|the|any) (?:\w+ ){0,2}(?:information|data|details|profile|account)\b/i,
  'change-notice':
    /\b(?:chang|updat|revis|modif|amend)\w*\b[^\n]{0,400}\b(?:notif\w*|notice|e-?mail\w*|post\w*|announc\w*|inform|let you know|tell you|alert|banner|publish\w*|blog|feed|refresh|date at the top|repository|commit\w*|history|GitHub)\b|\b(?:notif\w*|post\w*|announc\w*|tell you|inform)\b[^.\n]{0,160}\b(?:chang|updat|revis|modif)\w*/i,
  'do-not-track': /\bdo[- ]not[- ]track\b|\bDNT\b/i,
  'third-party-tracking':
    /\b(?:third[- ]part\w+|others|advertis\w+|partners?|vendors?|analytics|services?|compan(?:y|ies))\b[^.\n]{0,240}\b(?:over time|across|track\w*|other (?:web ?)?sites)\b|\b(?:track\w*|across (?:web ?sites|sites|the web)|third-party cookies|do not (?:use|allow|have) (?:any )?third)/i,
  'parent-rights': /\bparents?\b[^.\n]{0,200}\b(?:review|delete|refuse|stop|withdraw|consent)\b[^\n]{0,200}\b(?:delete|refuse|stop|review|contact)\b/i,
};
