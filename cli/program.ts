import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { MissingTool } from '../providers/winsock/missing.js';
import { ReportPathError } from '../reports/index.js';
import { FileError } from '../spec/file-error.js';
import { ProfileError } from '../spec/profiles.js';
import { checkVerb } from './check.js';
import { clausesVerb } from './clauses.js';
import { conformVerb } from './conform.js';
import { exploreVerb } from './explore.js';
import { graphFormats } from './export.js';
import { asksForPage, explorerVerb } from './explorer.js';
import { importVerb } from './import.js';
import type { Options } from './options.js';
import { defaultOut } from './options.js';
import { replayVerb } from './replay.js';
import type { Terminal } from './terminal.js';
import { traceVerb } from './trace.js';
import { UsageError } from './usage-error.js';
import { version } from './version.js';

/** Runs a command line, and gives its exit code: 0, 1 for a violation, 2 if the input or the usage is wrong. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = new Command('halfclose')
    .description('A property-based model checker for the Winsock 2 socket lifecycle')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeErr: (text) => {
        terminal.remark(text.trimEnd());
      },
    });
  const verb = (
    name: string,
    description: string,
    options: readonly Option[],
    act: (args: readonly string[], options: Options) => number | Promise<number>,
  ): void => {
    const command = program.command(name).description(description);
    for (const option of options) command.addOption(option);
    command.action(async (...given: readonly unknown[]) => {
      const args = given.flat().filter((one) => typeof one === 'string');
      code = await act(args, command.opts());
    });
  };
  verb(
    'check',
    'check the model against every property, show that every faulty provider is caught, and print the clause table',
    [profile, scope, reading, runs, time, seed, out, json],
    (_, options) => checkVerb(options, terminal),
  );
  verb(
    'conform [command...]',
    'drive a provider and report every distinct fault: --provider stdio -- COMMAND drives a program',
    [subject, profile, reading, runs, maxSteps, time, seed, jobs, known, out, json],
    (command, options) => conformVerb(command, options, terminal),
  );
  verb(
    'trace <files...>',
    'check recorded traces: is each step one that the documents allow?',
    [profile, reading, out, json],
    (files, options) => traceVerb(files, options, terminal),
  );
  verb(
    'import <format> <file>',
    'make a trace of what another program recorded: wine-log, a log of Wine with WINEDEBUG=+pid,+winsock,+relay,+server',
    [profile, reading, json],
    ([format = '', file = ''], options) => importVerb(format, file, options, terminal),
  );
  verb(
    'explore',
    'search the model exhaustively within the bounds of a scope',
    [
      profile,
      scope,
      reading,
      maxSteps,
      time,
      memory,
      bitstate,
      walkSeed,
      graphFormat,
      graphOut,
      json,
      explorerHtml,
      serve,
    ],
    (_, options) => (asksForPage(options) ? explorerVerb(options, terminal) : exploreVerb(options, terminal)),
  );
  verb(
    'replay <report> [command...]',
    'run a bug report again',
    [provider, profile, seed, json],
    ([file = '', ...command], options) => replayVerb(file, command, options, terminal),
  );
  verb(
    'clauses',
    'print the clause table',
    [profile, reading, time, clausesHtml, atlas, json],
    (_, options) => clausesVerb(options, terminal),
  );
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isUsersError(error)) throw error;
    terminal.remark(`halfclose: ${error.message}`);
    return 2;
  }
}

/** Whether an error is about the input or the usage, and its message for the user. */
const isUsersError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  error instanceof FileError ||
  error instanceof ProfileError ||
  error instanceof MissingTool ||
  error instanceof ReportPathError;

/** A whole number from 1 on. */
function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('expected a whole number from 1 on.');
  return value;
}

function anyInteger(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('expected a whole number.');
  return value;
}

function port(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('expected a port from 0 to 65535.');
  return value;
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

const profile = new Option(
  '--profile <name|file>',
  'a built-in profile (tcp, tcp-windows, osi, atm, irda, bluetooth) or a JSON file',
);
const provider = new Option(
  '--provider <name>',
  'the provider to run it on: reference, a faulty one by name, winsock, or stdio -- COMMAND; else the one that the report names',
);
const subject = new Option(
  '--provider <name>',
  'the provider to drive: reference, a faulty one by name, winsock, or stdio',
).default('reference');
const jobs = new Option('--jobs <n>', 'processes of a program that share its sessions').argParser(positive);
const known = new Option(
  '--known <file>',
  'accepted deviations: counted, not reported; see faults.known.json among the bug reports',
);
const scope = new Option('--scope <name>', 'the bounds of the search: small, medium or large');
const reading = new Option(
  '--reading <AM-nn=Rn>',
  'allow only this reading of an ambiguity; may be repeated',
).argParser(collect);
const runs = new Option('--runs <n>', 'random runs').argParser(positive);
const maxSteps = new Option('--max-steps <n>', 'the most steps of a run, its set-up not counted').argParser(
  positive,
);
const time = new Option('--time <seconds>', 'stop after so many seconds').argParser(positive);
const memory = new Option(
  '--memory <MiB>',
  'stop before more memory is taken, and say what was covered (2048)',
).argParser(positive);
const bitstate = new Option(
  '--bitstate',
  'mark states in a table of bits instead of keeping them: more of them fit, some may be missed, and about how many is said',
);
const walkSeed = new Option(
  '--seed <n>',
  'repeat the random walks of this seed, which go on from where the search was cut short',
).argParser(anyInteger);
const seed = new Option('--seed <n>', 'repeat the random runs of this seed').argParser(anyInteger);
const out = new Option('--out <dir>', 'where bug reports are written').default(defaultOut);
const graphFormat = new Option(
  '--export <format>',
  'write the graph as aut (Aldebaran) or dot (Graphviz), or the transition system as promela (SPIN)',
).choices(graphFormats);
const graphOut = new Option('--out <dir>', 'where the graph is written').default(defaultOut);
const explorerHtml = new Option(
  '--html <file>',
  'instead of searching, write the explorer: one page with the model inside, to play with in a browser',
);
const clausesHtml = new Option('--html <file>', 'write the clause page instead, to filter and to link to');
const serve = new Option(
  '--serve [port]',
  'instead of searching, serve the explorer on this machine alone, until interrupted',
).argParser(port);
const atlas = new Option('--atlas', 'print what each call may give in each state instead');
const json = new Option('--json', 'print one JSON document');
