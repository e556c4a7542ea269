/** The results of one call in one state, as far as the page of the atlas needs to know. */
export interface AtlasRow {
  readonly situation: string;
  readonly call: string;
  readonly results: readonly { readonly result: string; readonly clauses: readonly string[] }[];
}

const introduction = `# The errno atlas

What each call may give in each state of a socket, and which clauses say so: generated from the model by
\`npx halfclose clauses --atlas\`, so that a change of meaning shows as a change of this page. _Waits_ is what a blocking
socket does where a nonblocking one gives \`WSAEWOULDBLOCK\`. Every reading of the documents is allowed. Besides, any call
may fail with \`WSAENETDOWN\`, \`WSAENOBUFS\` or \`WSAEINPROGRESS\` (ER-04).

There is an atlas of a byte stream (\`tcp\`), of a transport by message that carries data with a connection and its end (\`osi\`), and of one
without graceful close (\`bluetooth\`). What the other built-in profiles allow is in one of them: \`tcp-windows\` is \`tcp\` with
some readings chosen, and \`atm\` and \`irda\` differ from \`bluetooth\` in no result that \`osi\` or \`tcp\` does not give.
`;

/** The atlas as a page: for each profile and each state a table of calls. */
export function atlasPage(
  atlases: readonly { readonly profile: string; readonly rows: readonly AtlasRow[] }[],
): string {
  const parts = atlases.flatMap(({ profile, rows }) => [`\n## ${profile}\n`, ...tables(rows)]);
  return [introduction, ...parts].join('');
}

function tables(rows: readonly AtlasRow[]): readonly string[] {
  const situations = [...new Set(rows.map(({ situation }) => situation))];
  return situations.map((situation) => {
    const lines = rows.filter((row) => row.situation === situation).map(lineOf);
    return `\n### ${situation}\n\n| call | results |\n| --- | --- |\n${lines.join('\n')}\n`;
  });
}

const lineOf = ({ call, results }: AtlasRow): string =>
  `| \`${call}\` | ${results.map(({ result, clauses }) => `${result} (${clauses.join(', ')})`).join('; ')} |`;
