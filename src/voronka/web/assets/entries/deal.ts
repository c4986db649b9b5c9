/** Loaded on the deal page: its parts, its composer, its files, the client's clock. */
import { DealController } from "../controllers/deal_controller";
import { DraftController } from "../controllers/draft_controller";
import { MentionController } from "../controllers/mention_controller";
import { UploadController } from "../controllers/upload_controller";
import { PlaceClock } from "../elements/place_clock";

customElements.define("place-clock", PlaceClock);

const { application } = window.voronka;
application.register("deal", DealController);
application.register("draft", DraftController);
application.register("mention", MentionController);
application.register("upload", UploadController);
