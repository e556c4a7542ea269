/** The longest line that a program may write, in bytes. */
export const longestLine = 2 ** 20;

/** What comes of a program's output. */
export interface OutputListener {
  readonly line: (text: string) => void;
  /** A line was longer than {@link longestLine}: nothing more is read. */
  readonly endless: () => void;
  /** A line was no text: nothing more is read. */
  readonly noText: () => void;
}

/** Takes a program's output as it comes, and cuts it into lines; holds no more than one of them. */
export function createOutput({ line, endless, noText }: OutputListener): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let held: Uint8Array[] = [];
  let size = 0;
  let over = false;

  /** Whether there was room for it. */
  function hold(part: Uint8Array): boolean {
    held.push(part);
    size += part.length;
    if (size <= longestLine) return true;
    over = true;
    held = [];
    endless();
    return false;
  }

  function finish(): void {
    const bytes = Buffer.concat(held);
    held = [];
    size = 0;
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      over = true;
      noText();
      return;
    }
    line(text);
  }

  return (chunk) => {
    let start = 0;
    while (!over) {
      const stop = chunk.indexOf(0x0a, start);
      const hasRoom = hold(chunk.subarray(start, stop < 0 ? chunk.length : stop));
      if (stop < 0 || !hasRoom) return;
      finish();
      start = stop + 1;
    }
  };
}
