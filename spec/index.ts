/**
 * What the documents say, as data: the numbers, names, clauses, readings, profiles, sequences and the trace
 * alphabet.
 */
export * from './clauses/index.js';
export * from './errors.js';
export * from './events.js';
export { FileError } from './file-error.js';
export type { FileProblem } from './file-error.js';
export * from './flags.js';
export { describeProblem } from './problem.js';
export type { Parsed, Problem } from './problem.js';
export * from './profiles.js';
export * from './readings.js';
export * from './sequences.js';
export { describeCall, describeResult } from './trace/describe.js';
export { longestLine } from './trace/lines.js';
export {
  callAliases,
  callNames,
  canonicalCall,
  isSocketName,
  longestSocketName,
  socketName,
} from './trace/names.js';
export { mostSteps, parseTraceText, readTrace } from './trace/parse.js';
export type { NumberedStep, Trace, TraceReading } from './trace/parse.js';
export { printHeader, printStep, printTrace } from './trace/print.js';
export { parseEnded, parseHeader, parseResult, parseStep } from './trace/schema.js';
export type { TraceHeader } from './trace/schema.js';
export { createScope } from './trace/scope.js';
export type { Scope } from './trace/scope.js';
export type * from './trace/step.js';
