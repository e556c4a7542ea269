/** What a script is asked for by its words. If reading them throws, says why, and ends the script with 2. */
export function asked<Wanted>(read: () => Wanted): Wanted {
  try {
    return read();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

/** How many of something a word asks for. Throws if that is none. */
export function countFrom(word: string, what: string): number {
  const count = Number(word);
  if (!Number.isInteger(count) || count < 1) throw new Error(`expected a number of ${what}, found “${word}”`);
  return count;
}

/** Those of some names that the words ask for, in the order of the names; without a word all. Throws if a word is none of them. */
export function chosenFrom(
  words: readonly string[],
  names: readonly string[],
  what: string,
): readonly string[] {
  const unknown = words.find((word) => !names.includes(word));
  if (unknown !== undefined)
    throw new Error(`there is no ${what} “${unknown}”; there are ${names.join(', ')}`);
  return names.filter((name) => words.length === 0 || words.includes(name));
}
