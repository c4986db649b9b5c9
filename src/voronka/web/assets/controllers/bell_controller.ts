/**
 * The bell: how many notices wait, kept by the live updates, and a quiet word when one comes while the page is open.
 *
 *   <body data-controller="bell" data-newest-notice="812" data-action="voronka:notices->bell#changed">
 *     <span data-bell-count>
 */
import { Controller } from "@hotwired/stimulus";
import { say, sayCount } from "../lib/app_data";
import { ask } from "../lib/http";
import { toast } from "../lib/toast";

interface Line {
  id: number;
  title: string;
  detail: string;
  url: string;
}

const MOST = 99;

export class BellController extends Controller<HTMLElement> {
  private newest = 0;

  override connect(): void {
    this.newest = Number(this.element.dataset["newestNotice"] ?? 0);
  }

  changed({ detail }: CustomEvent<{ unread: number; newest: number }>): void {
    this.show(detail.unread);
    if (detail.newest <= this.newest) return;
    void this.tell(this.newest);
    this.newest = detail.newest;
  }

  private show(unread: number): void {
    const place = this.element.querySelector<HTMLElement>("[data-bell-count]");
    if (place === null) return;
    const number = unread > MOST ? `${MOST}+` : String(unread);
    place.replaceChildren(...(unread > 0 ? [part("badge", number), part("sr", sayCount("unread", unread))] : []));
  }

  private async tell(after: number): Promise<void> {
    try {
      const response = await ask(`/notices/new/?after=${after}`);
      if (!response.ok) return;
      const { lines } = (await response.json()) as { lines: Line[] };
      const line = lines[0];
      if (line === undefined) return;
      const more = lines.length > 1 ? say("notices_more") : line.detail;
      const url = lines.length > 1 ? "/notices/" : line.url;
      toast({ kind: "info", text: line.title, more, action: { text: say("notice_open"), url } });
    } catch {
      // Out of reach: the number says it all the same.
    }
  }
}

function part(name: string, text: string): HTMLElement {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  if (name === "badge") made.setAttribute("aria-hidden", "true");
  return made;
}
