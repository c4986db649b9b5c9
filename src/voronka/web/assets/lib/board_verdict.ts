/**
 * What every column would say to a deal, asked for when a card is pressed: GET deals/<id>/verdict/.
 */
import { dealUrl } from "./board_data";
import { ask } from "./http";

export type Way = "current" | "open" | "back" | "blocked" | "through" | "exit" | "barred" | "closed";

/** The way to one stage; `slot` is what the column says while the card is held over it. */
export interface Route {
  stage: number;
  name: string;
  state: Way;
  open: number;
  label: string;
  slot: string;
}

export interface Verdict {
  deal: number;
  version: number;
  stage: number;
  mayEdit: boolean;
  columns: Route[];
  won: Route;
  lost: Route;
  postponed: Route;
}

/** The verdict; null when it can't be had: the server will judge the drop anyhow. */
export async function verdictOf(deal: string): Promise<Verdict | null> {
  try {
    const response = await ask(dealUrl("verdict", deal), { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as Verdict) : null;
  } catch {
    return null;
  }
}

export function routesOf(verdict: Verdict): Route[] {
  return [...verdict.columns, verdict.won, verdict.lost, verdict.postponed];
}

/** Whether the card may be let go there at once, without a word. */
export const isOpen = (way: Way): boolean => way === "open" || way === "back" || way === "exit";
