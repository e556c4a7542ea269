/** A program in JavaScript that answers each request as `answer` says: the text of a function from a request to a line. */
export const programOf = (answer: string): readonly [string, ...string[]] => [
  process.execPath,
  '-e',
  `const answer = ${answer};
  const lines = require('node:readline').createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const request = JSON.parse(line);
    const said = request.op === 'hello'
      ? { id: request.id, ok: { protocol: 1, provider: 'a test', profile: 'tcp' } }
      : answer(request);
    if (said !== undefined) process.stdout.write((typeof said === 'string' ? said : JSON.stringify(said)) + '\\n');
    if (request.op === 'bye') process.exit(0);
  });`,
];

/** A program that knows every call, and answers that it went well. */
export const obliging = programOf(
  `({ id, op }) => (op === 'call' ? { id, result: { ok: {} } } : { id, ok: {} })`,
);
