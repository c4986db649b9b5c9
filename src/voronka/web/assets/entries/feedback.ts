/** Loaded on the board of product feedback and on the page of one. */
import { BoardStagesController } from "../controllers/board_stages_controller";
import { FeedbackController } from "../controllers/feedback_controller";

const { application } = window.voronka;
application.register("board-stages", BoardStagesController);
application.register("feedback", FeedbackController);
