/** The list of deals. */
import { OpenPopoverController } from "../controllers/open_popover_controller";
import { SelectionController } from "../controllers/selection_controller";

window.voronka.application.register("open-popover", OpenPopoverController);
window.voronka.application.register("selection", SelectionController);
