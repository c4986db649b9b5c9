/**
 * Stands on other sites, as `<script src=".../forms/embed.js" data-form="TOKEN" async></script>`: puts the form's frame
 * behind its own tag, tells it which page and campaign it stands on, and keeps it as high as it is. A plain script, for
 * only such a one knows its own tag.
 */
interface Told {
  voronkaForm?: { height?: number; next?: string };
}

(() => {
  const own = document.currentScript;
  const token = own instanceof HTMLScriptElement ? own.dataset["form"] : undefined;
  if (!(own instanceof HTMLScriptElement) || token === undefined) return;
  const address = new URL(`./${encodeURIComponent(token)}/`, own.src);
  address.searchParams.set("page", location.href);
  address.searchParams.set("referrer", document.referrer);
  address.searchParams.set("framed", "1");
  new URLSearchParams(location.search).forEach((value, name) => {
    if (name.startsWith("utm_")) address.searchParams.set(name, value);
  });
  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = own.dataset["title"] ?? "";
  frame.style.cssText = "width:100%;border:0;min-height:24rem";
  // A site builder that puts every script into the head shows the form below the page.
  if (own.parentElement !== document.head) own.after(frame);
  else if (document.readyState !== "loading") document.body.append(frame);
  else {
    document.addEventListener("DOMContentLoaded", () => {
      document.body.append(frame);
    });
  }
  window.addEventListener("message", (event: MessageEvent<Told | null>) => {
    if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
    const told = event.data?.voronkaForm;
    if (told?.height !== undefined) {
      frame.style.minHeight = "0";
      frame.style.height = `${String(told.height)}px`;
    }
    if (told?.next !== undefined && /^https?:\/\//.test(told.next)) location.assign(told.next);
  });
})();
