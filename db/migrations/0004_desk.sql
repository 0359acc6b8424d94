CREATE TABLE "identification_view" (
	"attempt_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "identification_view_attempt_id_staff_id_pk" PRIMARY KEY("attempt_id","staff_id")
);
--> statement-breakpoint
DROP INDEX "request_open_queue";--> statement-breakpoint
DROP INDEX "request_by_status";--> statement-breakpoint
ALTER TABLE "print_batch" ADD COLUMN "taken_over_by" uuid;--> statement-breakpoint
ALTER TABLE "print_batch" ADD COLUMN "taken_over_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "identification_view" ADD CONSTRAINT "identification_view_attempt_id_identification_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."identification_attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_view" ADD CONSTRAINT "identification_view_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "print_batch" ADD CONSTRAINT "print_batch_taken_over_by_staff_id_fk" FOREIGN KEY ("taken_over_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agb_code_search" ON "agb_code" USING gin (lower("name") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "enterprise_search" ON "enterprise" USING gin (lower("name") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "request_queue" ON "request" USING btree ("status",("priority" <> 'high'),(coalesce("due_at", 'infinity')),"id");--> statement-breakpoint
CREATE INDEX "request_queue_of_all" ON "request" USING btree (("priority" <> 'high'),(coalesce("due_at", 'infinity')),"id") WHERE "request"."status" not in ('unconfirmed', 'done', 'rejected', 'cancelled', 'lapsed');--> statement-breakpoint
ALTER TABLE "print_batch" ADD CONSTRAINT "batch_taken_over_by_whom_and_when" CHECK (("print_batch"."taken_over_by" is null) = ("print_batch"."taken_over_at" is null));