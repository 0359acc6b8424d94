CREATE TABLE "letter_return" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"letter_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"registered_by" uuid NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp (3) with time zone,
	"outcome" text,
	"note" text,
	"closed_by" uuid,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "letter_comes_back_once" UNIQUE("letter_id"),
	CONSTRAINT "second_check_of_a_new_letter" CHECK ("letter_return"."proposed_by" is null or "letter_return"."closed_by" is null or "letter_return"."outcome" = 'ended' or "letter_return"."proposed_by" <> "letter_return"."closed_by"),
	CONSTRAINT "return_is_closed_whole" CHECK (num_nonnulls("letter_return"."outcome", "letter_return"."closed_by", "letter_return"."closed_at") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "letter_return" ADD CONSTRAINT "letter_return_letter_id_letter_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letter"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_return" ADD CONSTRAINT "letter_return_registered_by_staff_id_fk" FOREIGN KEY ("registered_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_return" ADD CONSTRAINT "letter_return_proposed_by_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_return" ADD CONSTRAINT "letter_return_closed_by_staff_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "letter_return_open" ON "letter_return" USING btree ("registered_at") WHERE "letter_return"."closed_at" is null;