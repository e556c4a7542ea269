/** What people are told: bug reports, tables and verdicts, as JSON, Markdown, Mermaid and terminal text. */
export { atlasPage } from './atlas.js';
export { bugReportJsonSchema, bugReportSchema, createBugReport, parseBugReport } from './bug-report.js';
export type { BrokenProperty, BugReport, Circumstances, Origin } from './bug-report.js';
export { clauseTable, clauseTableRow, clauseTotals, clauseTotalsLines } from './clause-table.js';
export type { ClauseCoverage, ClauseDetail, ClauseTableRow, ClauseTotals } from './clause-table.js';
export { explorationJson, explorationLines, explorationVerdict } from './exploration.js';
export type { ExplorationJson, ExplorationSummary, ExplorationVerdict } from './exploration.js';
export { printBugReport, violationJson } from './json.js';
export type { ViolationJson } from './json.js';
export { markdownReport } from './markdown.js';
export { mermaidDiagram } from './mermaid.js';
export { commonReadings, readingOptions, readingsTable } from './readings.js';
export { commandLine } from './shell.js';
export { terminalReport } from './terminal.js';
export { traceVerdictLines, traceVerdictsJson } from './trace-verdicts.js';
export type { CheckedTrace, TraceVerdictsJson } from './trace-verdicts.js';
export { ReportPathError, reportPath, reportSlug, writeBugReport } from './write.js';
export type { WrittenReport } from './write.js';
