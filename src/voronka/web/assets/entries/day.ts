/** Loaded on My day: the queue. */
import { QueueController } from "../controllers/queue_controller";

window.voronka.application.register("queue", QueueController);
