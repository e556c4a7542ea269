/** The data with which the page was filled. */
export function pageData(): unknown {
  const text = document.getElementById('data')?.textContent ?? '';
  return JSON.parse(text);
}

/** The element in which a page is drawn. Throws if it is missing. */
export function pageRoot(): HTMLElement {
  const root = document.getElementById('page');
  if (!root) throw new Error('the page has no place to be drawn in');
  return root;
}
