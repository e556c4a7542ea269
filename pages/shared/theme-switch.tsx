import { useState } from 'preact/hooks';

const themes = ['as the system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const isTheme = (text: string): text is Theme => themes.some((theme) => theme === text);

/** Chooses between light and dark; at first it is as the system wants it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>('as the system');
  const choose = (text: string): void => {
    if (!isTheme(text)) return;
    setTheme(text);
    if (text === 'as the system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = text;
  };
  return (
    <label class="theme small noprint">
      Colours
      <select value={theme} onChange={(event) => choose(event.currentTarget.value)}>
        {themes.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}
