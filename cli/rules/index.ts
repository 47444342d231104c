/** All rules of the linter, by group and name. A test holds this list and the folders together. */
import type { Rule } from '../lint/rule.ts';
import { acronymUnexpanded } from './form/acronym-unexpanded.ts';
import { allCapsPassage } from './form/all-caps-passage.ts';
import { anchorBroken } from './form/anchor-broken.ts';
import { anchorRemoved } from './form/anchor-removed.ts';
import { bannerWordingUnreviewed } from './form/banner-wording-unreviewed.ts';
import { blameOrForcedConsent } from './form/blame-or-forced-consent.ts';
import { bracketsOrQuotesUnbalanced } from './form/brackets-or-quotes-unbalanced.ts';
import { catalogueUnchecked } from './form/catalogue-unchecked.ts';
import { changeMarkedMinorButSubstantive } from './form/change-marked-minor-but-substantive.ts';
import { changeNoticeTooShort } from './form/change-notice-too-short.ts';
import { changeSummaryMissing } from './form/change-summary-missing.ts';
import { companyNameInconsistent } from './form/company-name-inconsistent.ts';
import { contactMissingAfterVerb } from './form/contact-missing-after-verb.ts';
import { contradictionBetweenDocuments } from './form/contradiction-between-documents.ts';
import { contradictionCookieRegistry } from './form/contradiction-cookie-registry.ts';
import { contradictionRetention } from './form/contradiction-retention.ts';
import { contradictionSale } from './form/contradiction-sale.ts';
import { copyrightYearMixed } from './form/copyright-year-mixed.ts';
import { danglingLeadIn } from './form/dangling-lead-in.ts';
import { dateAmbiguousFormat } from './form/date-ambiguous-format.ts';
import { dateMismatchMetadata } from './form/date-mismatch-metadata.ts';
import { dateMovedTextSame } from './form/date-moved-text-same.ts';
import { dateOfReviewOverdue } from './form/date-of-review-overdue.ts';
import { dateOrder } from './form/date-order.ts';
import { dateUnmovedTextChanged } from './form/date-unmoved-text-changed.ts';
import { doubleNegative } from './form/double-negative.ts';
import { duplicateParagraph } from './form/duplicate-paragraph.ts';
import { duplicateSection } from './form/duplicate-section.ts';
import { effectiveDateAbsent } from './form/effective-date-absent.ts';
import { emptyListOrItem } from './form/empty-list-or-item.ts';
import { emptySection } from './form/empty-section.ts';
import { fakeHeading } from './form/fake-heading.ts';
import { headingLevelJump } from './form/heading-level-jump.ts';
import { headingVague } from './form/heading-vague.ts';
import { imageOfText } from './form/image-of-text.ts';
import { languageOfParts } from './form/language-of-parts.ts';
import { leakedHtmlMarkup } from './form/leaked-html-markup.ts';
import { leakedMarkdown } from './form/leaked-markdown.ts';
import { leakedTemplate } from './form/leaked-template.ts';
import { legalese } from './form/legalese.ts';
import { linkBroken } from './form/link-broken.ts';
import { linkEmptyOrVague } from './form/link-empty-or-vague.ts';
import { linkInsecure } from './form/link-insecure.ts';
import { listConjunctionMissing } from './form/list-conjunction-missing.ts';
import { listNotParallel } from './form/list-not-parallel.ts';
import { listPunctuationMixed } from './form/list-punctuation-mixed.ts';
import { negationOrNumberFlip } from './form/negation-or-number-flip.ts';
import { numberingDuplicated } from './form/numbering-duplicated.ts';
import { numberingManual } from './form/numbering-manual.ts';
import { numberingSkipped } from './form/numbering-skipped.ts';
import { numberingWrongParent } from './form/numbering-wrong-parent.ts';
import { openEndedList } from './form/open-ended-list.ts';
import { organisationFactMissing } from './form/organisation-fact-missing.ts';
import { paragraphTooLong } from './form/paragraph-too-long.ts';
import { passiveNoActor } from './form/passive-no-actor.ts';
import { personalNameInPolicy } from './form/personal-name-in-policy.ts';
import { placeholderBracket } from './form/placeholder-bracket.ts';
import { placeholderDomain } from './form/placeholder-domain.ts';
import { placeholderFiller } from './form/placeholder-filler.ts';
import { placeholderGenericName } from './form/placeholder-generic-name.ts';
import { readingGradeHigh } from './form/reading-grade-high.ts';
import { sentenceTooLong } from './form/sentence-too-long.ts';
import { sentenceTruncated } from './form/sentence-truncated.ts';
import { smartCharacterDamage } from './form/smart-character-damage.ts';
import { tableWithoutHeaders } from './form/table-without-headers.ts';
import { termDrift } from './form/term-drift.ts';
import { tooManyContacts } from './form/too-many-contacts.ts';
import { translationBehind } from './form/translation-behind.ts';
import { translationShapeDiffers } from './form/translation-shape-differs.ts';
import { undefinedTerm } from './form/undefined-term.ts';
import { unusedDefinition } from './form/unused-definition.ts';
import { vaguePurpose } from './form/vague-purpose.ts';
import { weakModal } from './form/weak-modal.ts';
import { wrongProductName } from './form/wrong-product-name.ts';
import { xrefMissingSection } from './form/xref-missing-section.ts';
import { xrefPlainText } from './form/xref-plain-text.ts';
import { xrefPositionWords } from './form/xref-position-words.ts';
import { bannerControlOff } from './law/banner-control-off.ts';
import { bannerStorageUnlisted } from './law/banner-storage-unlisted.ts';
import { brLgpdCore } from './law/br-lgpd-core.ts';
import { caAdmt } from './law/ca-admt.ts';
import { caAuthorizedAgent } from './law/ca-authorized-agent.ts';
import { caCategoriesCollected } from './law/ca-categories-collected.ts';
import { caContact } from './law/ca-contact.ts';
import { caDisclosed } from './law/ca-disclosed.ts';
import { caFinancialIncentive } from './law/ca-financial-incentive.ts';
import { caHowToRequest } from './law/ca-how-to-request.ts';
import { caLastUpdated } from './law/ca-last-updated.ts';
import { caNoRetaliation } from './law/ca-no-retaliation.ts';
import { caOptOutSignal } from './law/ca-opt-out-signal.ts';
import { caPurposes } from './law/ca-purposes.ts';
import { caRetentionPerCategory } from './law/ca-retention-per-category.ts';
import { caRightCorrect } from './law/ca-right-correct.ts';
import { caRightDelete } from './law/ca-right-delete.ts';
import { caRightKnow } from './law/ca-right-know.ts';
import { caRightLimit } from './law/ca-right-limit.ts';
import { caRightOptOut } from './law/ca-right-opt-out.ts';
import { caSensitiveUse } from './law/ca-sensitive-use.ts';
import { caShineTheLight } from './law/ca-shine-the-light.ts';
import { caSoldShared } from './law/ca-sold-shared.ts';
import { caSoldSharedToWhom } from './law/ca-sold-shared-to-whom.ts';
import { caSources } from './law/ca-sources.ts';
import { caUnder16 } from './law/ca-under-16.ts';
import { caVerification } from './law/ca-verification.ts';
import { caloppaCategories } from './law/caloppa-categories.ts';
import { caloppaChangeNotice } from './law/caloppa-change-notice.ts';
import { caloppaDnt } from './law/caloppa-dnt.ts';
import { caloppaEffectiveDate } from './law/caloppa-effective-date.ts';
import { caloppaReviewProcess } from './law/caloppa-review-process.ts';
import { caloppaThirdPartyTracking } from './law/caloppa-third-party-tracking.ts';
import { chFadpCountries } from './law/ch-fadp-countries.ts';
import { coppaCollectionUseDisclosure } from './law/coppa-collection-use-disclosure.ts';
import { coppaOperators } from './law/coppa-operators.ts';
import { coppaParentRights } from './law/coppa-parent-rights.ts';
import { eprivacyBrowserOnlyRefusal } from './law/eprivacy-browser-only-refusal.ts';
import { eprivacyConsentBefore } from './law/eprivacy-consent-before.ts';
import { eprivacyCookieCategory } from './law/eprivacy-cookie-category.ts';
import { eprivacyCookieLifetime } from './law/eprivacy-cookie-lifetime.ts';
import { eprivacyCookieName } from './law/eprivacy-cookie-name.ts';
import { eprivacyCookiePurpose } from './law/eprivacy-cookie-purpose.ts';
import { eprivacyCookieThirdParty } from './law/eprivacy-cookie-third-party.ts';
import { gdprArt14Categories } from './law/gdpr-art14-categories.ts';
import { gdprArt14Source } from './law/gdpr-art14-source.ts';
import { gdprArt14Timing } from './law/gdpr-art14-timing.ts';
import { gdprAutomatedDecisions } from './law/gdpr-automated-decisions.ts';
import { gdprChildrenConsentAge } from './law/gdpr-children-consent-age.ts';
import { gdprComplaint } from './law/gdpr-complaint.ts';
import { gdprControllerIdentity } from './law/gdpr-controller-identity.ts';
import { gdprDpoContact } from './law/gdpr-dpo-contact.ts';
import { gdprEuRepresentative } from './law/gdpr-eu-representative.ts';
import { gdprIdDemandExcessive } from './law/gdpr-id-demand-excessive.ts';
import { gdprJointControllers } from './law/gdpr-joint-controllers.ts';
import { gdprLayeredFirstLayer } from './law/gdpr-layered-first-layer.ts';
import { gdprLegalBasisPerPurpose } from './law/gdpr-legal-basis-per-purpose.ts';
import { gdprLegitimateInterestNamed } from './law/gdpr-legitimate-interest-named.ts';
import { gdprNewPurpose } from './law/gdpr-new-purpose.ts';
import { gdprObjectDirectMarketing } from './law/gdpr-object-direct-marketing.ts';
import { gdprObligationToProvide } from './law/gdpr-obligation-to-provide.ts';
import { gdprPurposes } from './law/gdpr-purposes.ts';
import { gdprRecipients } from './law/gdpr-recipients.ts';
import { gdprRequestFree } from './law/gdpr-request-free.ts';
import { gdprResponseTime } from './law/gdpr-response-time.ts';
import { gdprRetention } from './law/gdpr-retention.ts';
import { gdprRightAccess } from './law/gdpr-right-access.ts';
import { gdprRightErasure } from './law/gdpr-right-erasure.ts';
import { gdprRightObject } from './law/gdpr-right-object.ts';
import { gdprRightPortability } from './law/gdpr-right-portability.ts';
import { gdprRightRectification } from './law/gdpr-right-rectification.ts';
import { gdprRightRestriction } from './law/gdpr-right-restriction.ts';
import { gdprSpecialCategories } from './law/gdpr-special-categories.ts';
import { gdprTransferConsentByUse } from './law/gdpr-transfer-consent-by-use.ts';
import { gdprTransferSafeguard } from './law/gdpr-transfer-safeguard.ts';
import { gdprTransferStaleMechanism } from './law/gdpr-transfer-stale-mechanism.ts';
import { gdprTransfersStated } from './law/gdpr-transfers-stated.ts';
import { gdprWithdrawConsent } from './law/gdpr-withdraw-consent.ts';
import { ownStorageUnlisted } from './law/own-storage-unlisted.ts';
import { qcPersonInCharge } from './law/qc-person-in-charge.ts';
import { termsConsumerLawKept } from './law/terms-consumer-law-kept.ts';
import { termsLiabilityBlanket } from './law/terms-liability-blanket.ts';
import { termsUnilateralChange } from './law/terms-unilateral-change.ts';
import { ukComplaintToController } from './law/uk-complaint-to-controller.ts';
import { ukRegulator } from './law/uk-regulator.ts';
import { ukRepresentative } from './law/uk-representative.ts';
import { ukTransferTerms } from './law/uk-transfer-terms.ts';
import { usStateAppeal } from './law/us-state-appeal.ts';
import { usStateTargetedAds } from './law/us-state-targeted-ads.ts';
import { usWaHealthData } from './law/us-wa-health-data.ts';

export const RULES: readonly Rule[] = [
  acronymUnexpanded,
  allCapsPassage,
  anchorBroken,
  anchorRemoved,
  bannerWordingUnreviewed,
  blameOrForcedConsent,
  bracketsOrQuotesUnbalanced,
  catalogueUnchecked,
  changeMarkedMinorButSubstantive,
  changeNoticeTooShort,
  changeSummaryMissing,
  companyNameInconsistent,
  contactMissingAfterVerb,
  contradictionBetweenDocuments,
  contradictionCookieRegistry,
  contradictionRetention,
  contradictionSale,
  copyrightYearMixed,
  danglingLeadIn,
  dateAmbiguousFormat,
  dateMismatchMetadata,
  dateMovedTextSame,
  dateOfReviewOverdue,
  dateOrder,
  dateUnmovedTextChanged,
  doubleNegative,
  duplicateParagraph,
  duplicateSection,
  effectiveDateAbsent,
  emptyListOrItem,
  emptySection,
  fakeHeading,
  headingLevelJump,
  headingVague,
  imageOfText,
  languageOfParts,
  leakedHtmlMarkup,
  leakedMarkdown,
  leakedTemplate,
  legalese,
  linkBroken,
  linkEmptyOrVague,
  linkInsecure,
  listConjunctionMissing,
  listNotParallel,
  listPunctuationMixed,
  negationOrNumberFlip,
  numberingDuplicated,
  numberingManual,
  numberingSkipped,
  numberingWrongParent,
  openEndedList,
  organisationFactMissing,
  paragraphTooLong,
  passiveNoActor,
  personalNameInPolicy,
  placeholderBracket,
  placeholderDomain,
  placeholderFiller,
  placeholderGenericName,
  readingGradeHigh,
  sentenceTooLong,
  sentenceTruncated,
  smartCharacterDamage,
  tableWithoutHeaders,
  termDrift,
  tooManyContacts,
  translationBehind,
  translationShapeDiffers,
  undefinedTerm,
  unusedDefinition,
  vaguePurpose,
  weakModal,
  wrongProductName,
  xrefMissingSection,
  xrefPlainText,
  xrefPositionWords,
  bannerControlOff,
  bannerStorageUnlisted,
  brLgpdCore,
  caAdmt,
  caAuthorizedAgent,
  caCategoriesCollected,
  caContact,
  caDisclosed,
  caFinancialIncentive,
  caHowToRequest,
  caLastUpdated,
  caNoRetaliation,
  caOptOutSignal,
  caPurposes,
  caRetentionPerCategory,
  caRightCorrect,
  caRightDelete,
  caRightKnow,
  caRightLimit,
  caRightOptOut,
  caSensitiveUse,
  caShineTheLight,
  caSoldSharedToWhom,
  caSoldShared,
  caSources,
  caUnder16,
  caVerification,
  caloppaCategories,
  caloppaChangeNotice,
  caloppaDnt,
  caloppaEffectiveDate,
  caloppaReviewProcess,
  caloppaThirdPartyTracking,
  chFadpCountries,
  coppaCollectionUseDisclosure,
  coppaOperators,
  coppaParentRights,
  eprivacyBrowserOnlyRefusal,
  eprivacyConsentBefore,
  eprivacyCookieCategory,
  eprivacyCookieLifetime,
  eprivacyCookieName,
  eprivacyCookiePurpose,
  eprivacyCookieThirdParty,
  gdprArt14Categories,
  gdprArt14Source,
  gdprArt14Timing,
  gdprAutomatedDecisions,
  gdprChildrenConsentAge,
  gdprComplaint,
  gdprControllerIdentity,
  gdprDpoContact,
  gdprEuRepresentative,
  gdprIdDemandExcessive,
  gdprJointControllers,
  gdprLayeredFirstLayer,
  gdprLegalBasisPerPurpose,
  gdprLegitimateInterestNamed,
  gdprNewPurpose,
  gdprObjectDirectMarketing,
  gdprObligationToProvide,
  gdprPurposes,
  gdprRecipients,
  gdprRequestFree,
  gdprResponseTime,
  gdprRetention,
  gdprRightAccess,
  gdprRightErasure,
  gdprRightObject,
  gdprRightPortability,
  gdprRightRectification,
  gdprRightRestriction,
  gdprSpecialCategories,
  gdprTransferConsentByUse,
  gdprTransferSafeguard,
  gdprTransferStaleMechanism,
  gdprTransfersStated,
  gdprWithdrawConsent,
  ownStorageUnlisted,
  qcPersonInCharge,
  termsConsumerLawKept,
  termsLiabilityBlanket,
  termsUnilateralChange,
  ukComplaintToController,
  ukRegulator,
  ukRepresentative,
  ukTransferTerms,
  usStateAppeal,
  usStateTargetedAds,
  usWaHealthData,
];
