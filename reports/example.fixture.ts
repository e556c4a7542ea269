import type { Violation } from '../model/verdict.js';
import { parseTraceText } from '../spec/trace/parse.js';
import type { BugReport } from './bug-report.js';
import { createBugReport } from './bug-report.js';

/** A connection with a deferred request, over which the client sends after it has shut down sending. */
export const lateSendTrace = `{"trace":1,"profile":"tcp","provider":"an example"}
{"socket":"listener","call":"WSASocket","result":{"ok":{}}}
{"socket":"listener","call":"bind","result":{"ok":{}}}
{"socket":"listener","call":"listen","args":{"backlog":1},"result":{"ok":{}}}
{"socket":"client","call":"WSASocket","result":{"ok":{}}}
{"socket":"client","call":"WSAConnect","args":{"to":"listener"},"result":{"ok":{}}}
{"socket":"listener","call":"WSAAccept","args":{"as":"server","condition":"CF_DEFER"},"result":{"error":"WSATRY_AGAIN","condition":{"called":true,"callerId":"client","callerData":null}}}
{"settle":true}
{"socket":"listener","call":"WSAAccept","args":{"as":"server","condition":"CF_ACCEPT"},"result":{"ok":{},"condition":{"called":true,"callerId":"client"}}}
{"socket":"server","call":"recv","args":{"len":16},"result":{"pending":true}}
{"socket":"client","call":"shutdown","args":{"how":"SD_SEND"},"result":{"ok":{}}}
{"socket":"server","completes":"recv","result":{"ok":{"data":""}}}
{"socket":"client","call":"send","args":{"data":"too late"},"result":{"ok":{"sent":8}},"comment":"really"}
{"socket":"client","call":"closesocket","result":{"ok":{}}}
`;

const { steps } = parseTraceText('late-send.trace.jsonl', lateSendTrace);
const at = 11;
const refused = steps[at];
if (refused === undefined || !('call' in refused) || refused.result === undefined) {
  throw new Error('the step that is refused is a send with its result');
}

/** The refusal of that send. */
export const lateSend: Violation = {
  clauses: ['IO-01', 'GS-12'],
  summary: 'send after shutdown(SD_SEND) gave ok; the documents want WSAESHUTDOWN.',
  at,
  step: refused,
  expected: [{ error: 'WSAESHUTDOWN' }, { error: 'WSAESHUTDOWN' }],
  observed: refused.result,
  rules: ['sending was shut down'],
};

/** The report of {@link lateSend}. */
export const lateSendReport: BugReport = createBugReport(lateSend, {
  version: '0.1.0',
  profile: 'tcp',
  provider: 'an example',
  origin: { kind: 'provider', name: 'stdio', seed: 1, path: '0:3', runs: 57 },
  readings: { 'AM-01': ['R1'] },
  steps,
  followed: { 'AM-01': ['R1'], 'AM-03a': ['R1', 'R2'] },
  replay: 'npx halfclose replay reports/out/io-01/report.json --provider stdio -- ./provider',
  confirmed: '5 of 5',
});
