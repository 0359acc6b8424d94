CREATE TABLE "intake" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"channel" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"sender" text NOT NULL,
	"sender_email" text,
	"status" text DEFAULT 'open' NOT NULL,
	"names_request" bigint,
	"draft_id" uuid,
	"request_id" uuid,
	"begun_by" uuid NOT NULL,
	"begun_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"signature" text,
	"signed_by" uuid,
	"id_copy" text,
	"id_document" text,
	"id_last_four" text,
	"id_expires_on" date,
	"checked_by" uuid,
	"checked_at" timestamp (3) with time zone,
	"shredded_by" uuid,
	"shredded_at" timestamp (3) with time zone,
	CONSTRAINT "draft_is_of_one_intake" UNIQUE("draft_id"),
	CONSTRAINT "intake_ends_in_a_request" CHECK (("intake"."status" in ('registered', 'attached')) = ("intake"."request_id" is not null)),
	CONSTRAINT "intake_is_open_or_closed" CHECK (("intake"."status" = 'open') = ("intake"."closed_at" is null)),
	CONSTRAINT "signature_is_somebodys" CHECK (("intake"."signed_by" is not null) = ("intake"."signature" is not distinct from 'of-holder')),
	CONSTRAINT "checked_by_somebody" CHECK (("intake"."checked_by" is null) = ("intake"."checked_at" is null) and ("intake"."signature" is null or "intake"."checked_by" is not null)),
	CONSTRAINT "registered_after_a_check" CHECK ("intake"."status" <> 'registered' or ("intake"."signature" is not null and "intake"."id_copy" is not null)),
	CONSTRAINT "id_copy_is_known_by_few_signs" CHECK ("intake"."id_copy" is distinct from 'present' or ("intake"."id_document" is not null and "intake"."id_expires_on" is not null and "intake"."id_last_four" is not null)),
	CONSTRAINT "id_copy_keeps_four_signs" CHECK ("intake"."id_last_four" ~ '^[0-9A-Z]{4}$'),
	CONSTRAINT "shredded_by_somebody" CHECK (("intake"."shredded_by" is null) = ("intake"."shredded_at" is null))
);
--> statement-breakpoint
ALTER TABLE "stored_file" ADD COLUMN "intake_id" uuid;--> statement-breakpoint
ALTER TABLE "intake" ADD CONSTRAINT "intake_draft_id_draft_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."draft"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake" ADD CONSTRAINT "intake_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake" ADD CONSTRAINT "intake_begun_by_staff_id_fk" FOREIGN KEY ("begun_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake" ADD CONSTRAINT "intake_signed_by_role_holder_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."role_holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake" ADD CONSTRAINT "intake_checked_by_staff_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake" ADD CONSTRAINT "intake_shredded_by_staff_id_fk" FOREIGN KEY ("shredded_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "intake_request" ON "intake" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "intake_open" ON "intake" USING btree ("received_at") WHERE "intake"."status" = 'open';--> statement-breakpoint
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_intake_id_intake_id_fk" FOREIGN KEY ("intake_id") REFERENCES "public"."intake"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stored_file_intake" ON "stored_file" USING btree ("intake_id");--> statement-breakpoint
ALTER TABLE "stored_file" ADD CONSTRAINT "file_belongs_somewhere" CHECK (num_nonnulls("stored_file"."request_id", "stored_file"."intake_id") >= 1);