/**
 * Criteria of one gate are put in order by their grips. The order goes to the server, and the table follows it.
 *
 *   <ul data-playbook-editor-target="list"> <li data-moves data-place="/settings/criteria/7/place/"> … <span class="grip">
 */
import Sortable from "sortablejs";
import { say } from "./app_data";
import { feedClick } from "./feed_click";
import { ask } from "./http";
import { bringsToast, dispatchTriggers } from "./hx_trigger";
import { toast } from "./toast";

const THRESHOLD_PX = 6;

export function dragCriteria(list: HTMLElement): Sortable {
  return Sortable.create(list, {
    draggable: "[data-moves]",
    handle: ".grip",
    animation: 120,
    forceFallback: true,
    fallbackTolerance: THRESHOLD_PX,
    fallbackClass: "is-dragged",
    ghostClass: "is-lifted",
    onUnchoose: () => feedClick(),
    onEnd: ({ item, oldDraggableIndex: from, newDraggableIndex: to }) => {
      if (from !== undefined && to !== undefined && from !== to) void place(item, from, to);
    },
  });
}

async function place(item: HTMLElement, from: number, to: number): Promise<void> {
  const body = new FormData();
  body.set("place", String(to));
  try {
    const response = await ask(item.dataset["place"] ?? "", { method: "POST", body });
    dispatchTriggers(response);
    if (response.ok) return;
    if (!bringsToast(response)) toast({ kind: "error", text: say("not_saved") });
  } catch {
    toast({ kind: "error", text: say("not_saved"), more: say("error_unreached") });
  }
  const others = [...(item.parentElement?.querySelectorAll("[data-moves]") ?? [])].filter((each) => each !== item);
  item.parentElement?.insertBefore(item, others[from] ?? null);
}
