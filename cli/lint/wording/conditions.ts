/** What a document, its organisation and its registry say about themselves: the conditions of law rules. */
import type { LintDocument } from '../document.ts';
import type { ByLanguage } from '../matches.ts';
import { cookiesOn } from '../registry.ts';
import { speaksOf } from './topics.ts';
import { OUTSIDE_EEA } from './vendors.ts';

const EEA = new Set('AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '));

const MARKETING: ByLanguage<RegExp> = {
  en: /\bwe\b[^.\n]{0,60}\b(?:send|e-?mail|use|mail)\b[^.\n]{0,80}\b(?:newsletters?|promotion\w*|marketing|offers|special offers)\b(?![^.\n]{0,40}\bnot\b)/i,
  de: /\bwir\b[^.\n]{0,60}(?:newsletter|werbung|angebote|werbe\w+)/i,
};
const CONSENT: ByLanguage<RegExp> = {
  en: /\b(?:with|on|based on|rely on|basis (?:is|of)|obtain|ask for|give us|given|subject to)\b[^.\n]{0,20}\b(?:your )?(?:prior |explicit |express )?consent\b|\bbasis\b[^.\n]{0,40}\bconsent\b/i,
  de: /(?:mit|auf(?:grund)?|grundlage)\b[^.\n]{0,40}\b(?:ihrer |deiner )?(?:ausdrücklichen )?einwilligung|einwilligung\b[^.\n]{0,40}Art/i,
};
const CONTRACT: ByLanguage<RegExp> = {
  en: /\b(?:contract|agreement) (?:with|between)|\bperform\w*\b[^.\n]{0,30}\bcontract|\bbasis\b[^.\n]{0,60}\bcontract\b/i,
  de: /vertragserfüllung|erfüllung (?:eines|des|unseres|ihres) vertrag/i,
};
const SELLS =
  /\bwe (?:may |also )?sell\b(?! (?:products|goods|services|subscriptions))[^.\n]{0,80}\b(?:information|data|identifiers)|\bsold to\b|\bwe (?:may )?(?:share|disclose)\b[^.\n]{0,120}\b(?:cross-context|ad networks?|targeted advertising)|\bmay (?:be|constitute|qualify as)\b[^.\n]{0,40}\b(?:a )?["“]?sale["”]?\b/i;
const SENSITIVE =
  /\b(?:health (?:data|information)|medical|allerg\w+|biometric\w*|genetic|religio\w+ (?:belief|view)\w*|ethnic (?:origin|background)|racial|sexual orientation|trade union|political opinions?|gesundheitsdaten|biometrisch\w*|religionszugehörigkeit)\b/i;
const PRECISE_PLACE =
  /\b(?:collect|receive|store|process|use)\w*\b[^.\n]{0,120}\b(?:precise (?:geo-?)?location|social security numbers?|driver[’']s licen[cs]e numbers?)\b/i;
const CHILDREN =
  /\bverifiable parental consent\b|\b(?:directed|designed|intended|made|offered) (?:to|for|at) (?:children|kids)\b|\bfrom children under (?:the age of )?(?:13|thirteen)\b[^.\n]{0,40}\bwe collect\b|\bwe collect\b[^.\n]{0,80}\bfrom children\b|\bkids can\b/i;
const ELSEWHERE_DATA: ByLanguage<RegExp> = {
  en: /\b(?:we|us)\b[^.\n]{0,60}\b(?:receive|obtain|get|buy|purchase|collect)\b[^.\n]{0,80}\bfrom (?:other|third|our partners|partners|data brokers|public\w*|various|external|advertisers|commercially)\b|\bcome from (?:other|third|various|external|partners)/i,
  de: /\b(?:erhalten|beziehen|kaufen)\b[^.\n]{0,80}\b(?:von|aus) (?:dritten|anderen|partnern|öffentlich|externen)/i,
};
/** A sentence that denies is no statement of doing. */
const DENIED = /\b(?:not|never|no|n[’']t|nicht|keine?|niemals)\b/i;

/** Does some sentence say so, without a negation? */
export function affirms(document: LintDocument, pattern: RegExp | undefined): boolean {
  if (!pattern?.test(document.text)) return false;
  return document.sentences.some(({ text }) => pattern.test(text) && !DENIED.test(text));
}

export function sendsMarketing(document: LintDocument): boolean {
  return affirms(document, MARKETING[document.language]);
}

export function reliesOnConsent(document: LintDocument): boolean {
  const optional = document.tree ? cookiesOn(document.tree).some((entry) => entry.category !== 'necessary') : false;
  return optional || affirms(document, CONSENT[document.language]);
}

/** Portability follows from consent or contract. A text that names no basis at all may rest on either. */
export function restsOnConsentOrContract(document: LintDocument): boolean {
  return !speaksOf(document, 'legal-basis') || reliesOnConsent(document) || affirms(document, CONTRACT[document.language]);
}

/** Selling, or sharing for advertising across sites, as California means it. */
export function sellsOrShares(document: LintDocument): boolean {
  const tracker = document.tree ? cookiesOn(document.tree).some((entry) => entry.category === 'marketing' && entry.thirdParty) : false;
  return tracker || affirms(document, SELLS);
}

export function namesSensitiveData(document: LintDocument): boolean {
  return affirms(document, SENSITIVE);
}

/** What California calls sensitive reaches further: where one is, and official numbers. */
export function namesCaliforniaSensitiveData(document: LintDocument): boolean {
  return namesSensitiveData(document) || affirms(document, PRECISE_PLACE);
}

export function isForChildren(document: LintDocument): boolean {
  return affirms(document, CHILDREN);
}

/** The sentences that say so. */
export function sentencesOnDataFromOthers(document: LintDocument) {
  const pattern = ELSEWHERE_DATA[document.language];
  return pattern ? document.sentences.filter(({ text }) => pattern.test(text) && !DENIED.test(text)) : [];
}

/** Is the organisation seated outside the area? Nothing where its seat is not known. */
export function seatIsOutside(document: LintDocument, area: 'EEA' | 'GB'): boolean | undefined {
  const country = document.tree?.organisation.seat?.country;
  return country === undefined ? undefined : area === 'GB' ? country !== 'GB' : !EEA.has(country);
}

/** Does data leave the area, as far as one can know: by the seat, or by a processor that is named? */
export function dataLeavesArea(document: LintDocument): boolean {
  const home = document.regimes.includes('eu') ? 'EEA' : 'GB';
  return seatIsOutside(document, home) === true || OUTSIDE_EEA.test(document.text);
}

export function isSeriouslyLong(document: LintDocument, words: number): boolean {
  return document.sentences.reduce((sum, sentence) => sum + sentence.words, 0) > words;
}
