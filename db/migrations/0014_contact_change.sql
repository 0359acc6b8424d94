CREATE TABLE "role_departure" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"role_holder_id" uuid NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"lifted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "manual_task" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"task" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"done_by" uuid,
	"done_at" timestamp (3) with time zone,
	"note" text,
	CONSTRAINT "request_makes_each_task_once" UNIQUE("request_id","task"),
	CONSTRAINT "task_is_done_by_somebody" CHECK (("manual_task"."done_by" is null) = ("manual_task"."done_at" is null))
);
--> statement-breakpoint
ALTER TABLE "account_block" DROP CONSTRAINT "account_block_pkey";--> statement-breakpoint
-- ALTER TABLE "account_block" DROP CONSTRAINT "<constraint_name>";--> statement-breakpoint
ALTER TABLE "account_block" ADD CONSTRAINT "account_block_request_id_user_number_pk" PRIMARY KEY("request_id","user_number");--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "tasks_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "tasks_done_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "role_departure" ADD CONSTRAINT "role_departure_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_departure" ADD CONSTRAINT "role_departure_role_holder_id_role_holder_id_fk" FOREIGN KEY ("role_holder_id") REFERENCES "public"."role_holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_task" ADD CONSTRAINT "manual_task_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_task" ADD CONSTRAINT "manual_task_done_by_staff_id_fk" FOREIGN KEY ("done_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "role_departure_holder" ON "role_departure" USING btree ("role_holder_id") WHERE "role_departure"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "manual_task_open" ON "manual_task" USING btree ("made_at") WHERE "manual_task"."done_at" is null;--> statement-breakpoint
CREATE INDEX "request_with_tasks" ON "request" USING btree (("priority" <> 'high'),(coalesce("due_at", 'infinity')),"id") WHERE "request"."status" = 'fulfilling' and "request"."tasks_required" and "request"."tasks_done_at" is null;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "done_means_tasks_done" CHECK ("request"."status" <> 'done' or not "request"."tasks_required" or "request"."tasks_done_at" is not null);