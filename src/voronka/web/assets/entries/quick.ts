/** Loaded on the quick entry. */
import { CardScanController } from "../controllers/card_scan_controller";

window.voronka.application.register("card-scan", CardScanController);
