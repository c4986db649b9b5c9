/**
 * The engine (SortableJS) swallows the next click, for it takes the browser's own one after a drop to be that. There is none when
 * the thing dragged has left the place where it was pressed: then the click swallowed would be a real one, so it gets another.
 */
export function feedClick(): void {
  const feed = (): void => {
    window.clearTimeout(timer);
    document.removeEventListener("pointerdown", feed, true);
    document.documentElement.dispatchEvent(new MouseEvent("click"));
  };
  const timer = window.setTimeout(feed);
  document.addEventListener("pointerdown", feed, true);
}
