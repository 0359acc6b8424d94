CREATE TABLE "urgent_call" (
	"id" uuid PRIMARY KEY NOT NULL,
	"request_id" uuid NOT NULL,
	"user_number" text NOT NULL,
	"caller" text NOT NULL,
	"said" text NOT NULL,
	"holder_id" uuid,
	"number" text NOT NULL,
	"number_changed_at" timestamp (3) with time zone,
	"called_back_at" timestamp (3) with time zone NOT NULL,
	"answered_by" text NOT NULL,
	"taken_by" uuid NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "request_has_one_call" UNIQUE("request_id"),
	CONSTRAINT "call_was_answered" CHECK (btrim("urgent_call"."answered_by") <> '' and btrim("urgent_call"."caller") <> '' and btrim("urgent_call"."said") <> ''),
	CONSTRAINT "called_back_before_it_counted" CHECK ("urgent_call"."called_back_at" <= "urgent_call"."taken_at")
);
--> statement-breakpoint
ALTER TABLE "urgent_call" ADD CONSTRAINT "urgent_call_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgent_call" ADD CONSTRAINT "urgent_call_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgent_call" ADD CONSTRAINT "urgent_call_holder_id_role_holder_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."role_holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgent_call" ADD CONSTRAINT "urgent_call_taken_by_staff_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "urgent_call_user_number" ON "urgent_call" USING btree ("user_number");