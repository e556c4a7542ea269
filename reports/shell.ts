const plain = /^[\w@%+=:,./-]+$/u;

const shellWord = (word: string): string => (plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** A command line that a POSIX shell takes apart into exactly these words. */
export const commandLine = (words: readonly string[]): string => words.map(shellWord).join(' ');
