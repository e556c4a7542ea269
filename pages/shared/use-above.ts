import { useLayoutEffect, useRef } from 'preact/hooks';

/** Tells the style of an element how far down the page it begins, as `--above`: what is in it can then fit the first screen. */
export function useAbove() {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const above = element.getBoundingClientRect().top + window.scrollY;
    element.style.setProperty('--above', `${Math.round(above)}px`);
  });
  return place;
}
