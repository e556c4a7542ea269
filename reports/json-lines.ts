const segments = /\[(\d+)\]|("(?:[^"\\]|\\.)*")|[\w-]+/gu;

/** The field of a problem as a path: `steps[1].args.to` as `['steps', 1, 'args', 'to']`. */
export const pathOf = (field: string): readonly (string | number)[] =>
  Array.from(field.matchAll(segments), ([segment, index, name]) => {
    if (index !== undefined) return Number(index);
    return name === undefined ? segment : String(JSON.parse(name));
  });

/** A string, a bracket or a separator, a line feed, or a run of anything else but white space. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:\n]|[^\s{}[\],:"]+/gu;

interface Frame {
  readonly is: 'object' | 'list';
  key: string | number;
  awaitsKey: boolean;
}

/**
 * The line, counted from 1, on which the value at `path` begins in a sound JSON document; where nothing stands there, that
 * of what holds it.
 */
export function lineAt(text: string, path: readonly (string | number)[]): number {
  const frames: Frame[] = [];
  let line = 1;
  let found = { depth: 0, line: 1 };
  for (const [token] of text.matchAll(tokens)) {
    const frame = frames.at(-1);
    if (token === '\n') line++;
    else if (token === '}' || token === ']') frames.pop();
    else if (token === ',' && frame?.is === 'list') frame.key = Number(frame.key) + 1;
    else if (token === ',' && frame) frame.awaitsKey = true;
    else if (frame?.awaitsKey === true && token.startsWith('"')) {
      frame.key = String(JSON.parse(token));
      frame.awaitsKey = false;
    } else if (token !== ':' && token !== ',') {
      const depth = frames.length;
      if (depth >= found.depth && frames.every(({ key }, index) => key === path[index]))
        found = { depth, line };
      if (token === '{') frames.push({ is: 'object', key: '', awaitsKey: true });
      if (token === '[') frames.push({ is: 'list', key: 0, awaitsKey: false });
    }
  }
  return found.line;
}

/** The line on which a document is broken, if the parser's message says where; else the first. */
export function brokenLine(text: string, message: string): number {
  const position = /at position (\d+)/u.exec(message)?.[1];
  return position === undefined ? 1 : text.slice(0, Number(position)).split('\n').length;
}
