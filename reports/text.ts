/** Characters that a terminal or a viewer obeys rather than shows: controls, invisible ones that turn the direction of writing, half pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

/** A text of others on one line, fit for a terminal: line breaks become spaces, and what cannot be seen is escaped. */
export const printable = (text: string): string =>
  text.replace(/[\t\r\n]+/gu, ' ').replace(unprintable, escaped);

/** The width of a terminal, in columns, for which texts are made. */
export const terminalWidth = 80;

/** How the lines of a paragraph begin. */
export interface Margins {
  readonly first: string;
  /** As many spaces as `first` is long, unless given. */
  readonly rest?: string;
}

function pieces(word: string, room: number): readonly string[] {
  const characters = Array.from(word);
  const count = Math.max(1, Math.ceil(characters.length / room));
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * room, (index + 1) * room).join(''),
  );
}

const widthOf = (text: string): number => Array.from(text).length;

/** Breaks a text into lines that fit a terminal, between words where that is possible. */
export function wrap(text: string, { first, rest = ' '.repeat(widthOf(first)) }: Margins): readonly string[] {
  const room = terminalWidth - Math.max(widthOf(first), widthOf(rest));
  const lines: string[] = [];
  let line: string | undefined;
  for (const piece of text.split(' ').flatMap((word) => pieces(word, room))) {
    const longer: string = line === undefined ? piece : `${line} ${piece}`;
    if (line !== undefined && widthOf(longer) > room) {
      lines.push(line);
      line = piece;
    } else line = longer;
  }
  lines.push(line ?? '');
  return lines.map((content, index) => `${index === 0 ? first : rest}${content}`.trimEnd());
}

/** A number with its thousands apart: `1,234`. */
export const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** `one` or `many`, after its number: `1 step`, `2 steps`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${grouped(value)} ${value === 1 ? one : many}`;
