import type { SocketName } from '../../spec/trace/step.js';

/** Bytes as a C string; each line of a long one holds so many. */
export function stringLiteral(bytes: string): string {
  const pieces = Array.from(bytes, (byte) => {
    if (/[A-Za-z0-9 .,:;!_-]/u.test(byte)) return byte;
    return `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
  const lines: string[] = [];
  for (let at = 0; at < pieces.length || at === 0; at += bytesOnALine)
    lines.push(`"${pieces.slice(at, at + bytesOnALine).join('')}"`);
  return lines.join('\n      ');
}

const bytesOnALine = 64;

/** Text as a C string, without what is not ASCII. */
export const textLiteral = (text: string): string =>
  `"${Array.from(text, (char) => (/[ -~]/u.test(char) ? escaped(char) : '?')).join('')}"`;

const escaped = (char: string): string => (char === '"' || char === '\\' ? `\\${char}` : char);

/** The variable of each socket: its name where that is a word of C, else a numbered one. */
export function variables(names: Iterable<SocketName>): ReadonlyMap<SocketName, string> {
  const given = new Map<SocketName, string>();
  for (const name of names)
    if (!given.has(name)) given.set(name, ordinary.test(name) ? name : `socket${String(given.size + 1)}`);
  return given;
}

/** The names that searches give; no other one is surely no word of C or of Winsock. */
const ordinary = /^(?:listener|client|server)\d*$/u;
