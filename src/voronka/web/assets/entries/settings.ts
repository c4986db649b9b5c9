/** Settings with a grid to paste into. */
import { SheetController } from "../controllers/sheet_controller";

window.voronka.application.register("sheet", SheetController);
