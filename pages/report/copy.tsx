import { useRef, useState } from 'preact/hooks';

/** A command line that can be copied. */
export function Copy({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const code = useRef<HTMLElement>(null);
  const copy = (): void => {
    // A page that was opened from a file may not write to the clipboard: then the text is selected, to be copied by hand.
    const select = (): void => {
      if (code.current) getSelection()?.selectAllChildren(code.current);
    };
    navigator.clipboard.writeText(text).then(() => setCopied(true), select);
  };
  return (
    <div class="copy">
      <code ref={code}>{text}</code>
      <button type="button" class="noprint" onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
      <span class="visually-hidden" role="status">
        {copied ? 'The command line was copied.' : ''}
      </span>
    </div>
  );
}
