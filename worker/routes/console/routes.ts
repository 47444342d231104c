/**
 * Every address of the console, with the role that it needs. One table: the app serves it, and the tests try each row with every
 * credential. A GET changes nothing but the audit, which notes the view: browsers load pages ahead and anew.
 */
import type { Role } from '../../auth.ts';
import type { SentForm } from '../../console/forms.ts';
import type { Office } from '../../console/page.tsx';
import { addToAnswer, showAnswer } from './answer.tsx';
import { sendApproval, showApprovals } from './approvals.tsx';
import { approveForRequest } from './approve.ts';
import { auditReceipt, exportAudit, showAudit } from './audit.tsx';
import { bulk } from './bulk.tsx';
import { consentReceipt, eraseConsents, exportFromConsole, searchConsents, showConsentStatistics, showConsents } from './consents.tsx';
import { doToRequest } from './do.tsx';
import { enterRequest, showEnter } from './enter.tsx';
import { fetchFile, fetchReceipt } from './files.ts';
import { retryMails, showHealth } from './health.tsx';
import { sendLetter, writeLetter } from './letters.tsx';
import { showQueue } from './queue.tsx';
import { showRequest } from './request.tsx';
import { search } from './search.tsx';
import { showStatistics, statisticsFile, statisticsPlot } from './statistics.tsx';

export type ConsoleRoute =
  | { method: 'GET'; path: string; role: Role; answer: (office: Office) => Promise<Response> }
  /** `files`: the form may bring files, after its fields. They are read as they come. */
  | { method: 'POST'; path: string; role: Role; files?: true; answer: (office: Office, form: SentForm, key: string) => Promise<Response> };

const REQUEST = 'requests/:reference/';

/** Paths below `/operator/`. */
export const CONSOLE_ROUTES: ConsoleRoute[] = [
  { method: 'GET', path: '', role: 'viewer', answer: showQueue },
  { method: 'POST', path: 'search/', role: 'viewer', answer: search },
  { method: 'POST', path: 'bulk/', role: 'operator', answer: bulk },
  { method: 'GET', path: 'enter/', role: 'operator', answer: showEnter },
  { method: 'POST', path: 'enter/', role: 'operator', answer: enterRequest },
  { method: 'GET', path: REQUEST, role: 'viewer', answer: (office) => showRequest(office) },
  { method: 'POST', path: `${REQUEST}do/`, role: 'operator', answer: doToRequest },
  { method: 'POST', path: `${REQUEST}approve/`, role: 'operator', answer: approveForRequest },
  { method: 'GET', path: `${REQUEST}letters/:letter/`, role: 'operator', answer: writeLetter },
  { method: 'POST', path: `${REQUEST}letters/:letter/`, role: 'operator', answer: sendLetter },
  { method: 'GET', path: `${REQUEST}answer/`, role: 'operator', answer: showAnswer },
  { method: 'POST', path: `${REQUEST}answer/`, role: 'operator', files: true, answer: addToAnswer },
  { method: 'GET', path: `${REQUEST}files/:file/`, role: 'operator', answer: fetchFile },
  { method: 'GET', path: `${REQUEST}events/:number/`, role: 'viewer', answer: fetchReceipt },
  { method: 'GET', path: 'consents/', role: 'viewer', answer: showConsents },
  { method: 'POST', path: 'consents/search/', role: 'viewer', answer: searchConsents },
  { method: 'POST', path: 'consents/receipt/', role: 'operator', answer: consentReceipt },
  { method: 'POST', path: 'consents/erase/', role: 'admin', answer: eraseConsents },
  { method: 'POST', path: 'consents/export/', role: 'admin', answer: exportFromConsole },
  { method: 'GET', path: 'consents/statistics/', role: 'viewer', answer: showConsentStatistics },
  { method: 'GET', path: 'approvals/', role: 'operator', answer: showApprovals },
  { method: 'POST', path: 'approvals/', role: 'admin', answer: sendApproval },
  { method: 'GET', path: 'audit/', role: 'admin', answer: showAudit },
  { method: 'POST', path: 'audit/export/', role: 'admin', answer: exportAudit },
  { method: 'GET', path: 'audit/:id/receipt/', role: 'admin', answer: auditReceipt },
  { method: 'GET', path: 'statistics/', role: 'viewer', answer: showStatistics },
  { method: 'GET', path: 'statistics/plots/:file', role: 'viewer', answer: statisticsPlot },
  { method: 'GET', path: 'statistics/exports/:file', role: 'operator', answer: statisticsFile },
  { method: 'GET', path: 'health/', role: 'viewer', answer: showHealth },
  { method: 'POST', path: 'health/', role: 'operator', answer: retryMails },
];
