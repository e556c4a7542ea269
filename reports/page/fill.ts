/** Where a page holds its data, and where its title and its text for readers without scripts. */
const places = { data: '/*data*/', title: '<!--title-->', text: '<!--text-->' } as const;

/** What a page is filled with. */
export interface PageContent {
  readonly title: string;
  readonly data: unknown;
  /** What is shown where scripts do not run. */
  readonly text: string;
}

/** Puts data into a page that was built. Nothing in them can end the element in which they stand. */
export function fillPage(template: string, { title, data, text }: PageContent): string {
  for (const place of Object.values(places))
    if (!template.includes(place)) throw new Error(`the page has no place for ${place}`);
  return template
    .replace(places.title, () => escaped(title))
    .replace(places.text, () => escaped(text))
    .replace(places.data, () => JSON.stringify(data).replaceAll('<', '\\u003c'));
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

const escaped = (text: string): string =>
  text.replace(/[&<>"]/gu, (character) => entities.get(character) ?? character);
