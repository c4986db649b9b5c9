/**
 * Tabs: arrows walk, the chosen tab's panel shows.
 *
 *   <div data-controller="tabs">
 *     <div class="tabs" role="tablist" aria-label="New entry" data-action="click->tabs#click keydown->tabs#key">
 *       <button role="tab" id="t-note" aria-controls="p-note" aria-selected="true" data-tabs-target="tab">Note</button> …
 *     <section id="p-note" role="tabpanel" aria-labelledby="t-note">…</section>
 *
 * With a host (`data-tabs-target="host"`), choosing a tab with data-part="timeline" sets data-part on the host, and
 * the style sheet decides what that hides: on a phone the deal page shows one part, on a wide screen all of them.
 */
import { Controller } from "@hotwired/stimulus";

export class TabsController extends Controller<HTMLElement> {
  static override targets = ["tab", "host"];
  declare readonly tabTargets: HTMLElement[];
  declare readonly hostTarget: HTMLElement;
  declare readonly hasHostTarget: boolean;

  override connect(): void {
    this.choose(this.tabTargets.find((tab) => tab.ariaSelected === "true") ?? this.tabTargets[0]);
  }

  click(event: MouseEvent): void {
    const tab = (event.target as Element).closest<HTMLElement>('[role="tab"]');
    if (tab !== null) this.choose(tab);
  }

  key(event: KeyboardEvent): void {
    const tabs = this.tabTargets;
    const at = tabs.indexOf(document.activeElement as HTMLElement);
    const ways: Record<string, HTMLElement | undefined> = {
      ArrowRight: tabs[at + 1] ?? tabs[0],
      ArrowLeft: tabs[at - 1] ?? tabs.at(-1),
      Home: tabs[0],
      End: tabs.at(-1),
    };
    const next = at < 0 ? undefined : ways[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(next);
    next.focus();
  }

  private choose(chosen: HTMLElement | undefined): void {
    if (chosen === undefined) return;
    for (const tab of this.tabTargets) {
      tab.ariaSelected = String(tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel !== null && !this.hasHostTarget) panel.hidden = tab !== chosen;
    }
    if (this.hasHostTarget) this.hostTarget.dataset["part"] = chosen.dataset["part"] ?? "";
  }
}
