/** Words that make "section 5" or "Article 13" a place in a law or in another document. */
export const LAW_NEAR =
  /\b(?:GDPR|DSGVO|CCPA|CPRA|COPPA|DMCA|DSA|TTDSG|TDDDG|BDSG|BGB|LGPD|PIPEDA|FADP|U\.?S\.?C|C\.?F\.?R|Act|Code|Regulation|Directive|Statute|Law|Treaty|Convention|Constitution|Ordinance|Gesetz|Gesetzbuch|Verordnung|Richtlinie|Charter|IRC|Title\s+\d+)\b/;

/** After the number: it belongs to something else. */
export const ELSEWHERE = /^\W{0,3}(?:of|in|to|under|from|des|der|in der)\s+(?:the|our|its|your|these?\s+other|that|an?\s|\[?[A-Z])/;
