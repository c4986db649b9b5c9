/**
 * Tells a screen reader what changed, through the two live regions of base.html.
 *
 *   <div id="live-polite" class="sr" role="status"></div>
 *   <div id="live-now" class="sr" role="alert"></div>
 */
export function announce(text: string, urgent = false): void {
  const region = document.getElementById(urgent ? "live-now" : "live-polite");
  if (region === null) return;
  // The same text twice is said twice only if the region was empty in between.
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 50);
}
