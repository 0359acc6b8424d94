ALTER TABLE "manual_task" ALTER COLUMN "request_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "manual_task" ADD COLUMN "move_id" uuid;--> statement-breakpoint
ALTER TABLE "manual_task" ADD COLUMN "user_number" text;--> statement-breakpoint
ALTER TABLE "manual_task" ADD CONSTRAINT "manual_task_move_id_practice_move_id_fk" FOREIGN KEY ("move_id") REFERENCES "public"."practice_move"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_task" ADD CONSTRAINT "manual_task_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_task" ADD CONSTRAINT "move_makes_each_task_once" UNIQUE("move_id","user_number","task");--> statement-breakpoint
ALTER TABLE "manual_task" ADD CONSTRAINT "task_comes_of_a_request_or_a_move" CHECK (num_nonnulls("manual_task"."request_id", "manual_task"."move_id") = 1 and ("manual_task"."move_id" is null) = ("manual_task"."user_number" is null));