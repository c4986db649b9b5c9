/** Loaded on the board: its cards, dragging, live changes, the phone's strip of stages, the filter panel. */
import { BoardCardsController } from "../controllers/board_cards_controller";
import { BoardDragController } from "../controllers/board_drag_controller";
import { BoardFilterController } from "../controllers/board_filter_controller";
import { BoardLiveController } from "../controllers/board_live_controller";
import { BoardStagesController } from "../controllers/board_stages_controller";

const { application } = window.voronka;
application.register("board-cards", BoardCardsController);
application.register("board-drag", BoardDragController);
application.register("board-filter", BoardFilterController);
application.register("board-live", BoardLiveController);
application.register("board-stages", BoardStagesController);
