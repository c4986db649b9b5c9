/**
 * What the server tells the board's scripts, from `<script type="application/json" id="board-data">`: addresses
 * (0 stands for a deal) and translated words.
 */
import { fill } from "./app_data";

type DealAddress = "verdict" | "move" | "moveDialog" | "menu" | "task";

interface BoardData {
  urls: Record<DealAddress | "cards" | "page", string>;
  words: Record<string, string>;
  moreCards: number;
}

const NOTHING: BoardData = {
  urls: { cards: "", page: "", verdict: "", move: "", moveDialog: "", menu: "", task: "" },
  words: {},
  moreCards: 40,
};

function read(): BoardData {
  const block = document.getElementById("board-data");
  return block === null ? NOTHING : (JSON.parse(block.textContent ?? "{}") as BoardData);
}

export const boardData: BoardData = read();

export const dealUrl = (name: DealAddress, deal: string): string => boardData.urls[name].replace("/0/", `/${deal}/`);

export const moveDialogUrl = (deal: string, stage: string): string =>
  dealUrl("moveDialog", deal).replace(/\/1\/$/, `/${stage}/`);

export const word = (key: string, values: Record<string, string | number> = {}): string =>
  fill(boardData.words[key] ?? key, values);
