CREATE TABLE "print_room_key" (
	"id" text PRIMARY KEY NOT NULL,
	"taken_into_use_at" timestamp (3) with time zone NOT NULL,
	"lost_at" timestamp (3) with time zone,
	"lost_by" uuid,
	"lost_reason" text,
	CONSTRAINT "key_id_is_a_thumbprint" CHECK ("print_room_key"."id" ~ '^[A-Za-z0-9_-]{43}$'),
	CONSTRAINT "key_is_lost_when_by_whom_and_why" CHECK (num_nonnulls("print_room_key"."lost_at", "print_room_key"."lost_by", "print_room_key"."lost_reason") in (0, 3))
);
--> statement-breakpoint
-- The keys of the letters that there are, and of their batches: written by hand.
INSERT INTO "print_room_key" ("id", "taken_into_use_at") SELECT "key_id", min("made_at") FROM "letter" GROUP BY "key_id";
--> statement-breakpoint
ALTER TABLE "letter" DROP CONSTRAINT "letter_batch_print_batch_number_fk";
--> statement-breakpoint
ALTER TABLE "print_batch" ADD COLUMN "key_id" text;--> statement-breakpoint
UPDATE "print_batch" SET "key_id" = (SELECT min("key_id") FROM "letter" WHERE "letter"."batch" = "print_batch"."number");--> statement-breakpoint
ALTER TABLE "print_batch" ALTER COLUMN "key_id" SET NOT NULL;--> statement-breakpoint
-- Before the foreign key that refers to it; the generator puts it last.
ALTER TABLE "print_batch" ADD CONSTRAINT "batch_has_one_key" UNIQUE("number","key_id");--> statement-breakpoint
ALTER TABLE "print_room_key" ADD CONSTRAINT "print_room_key_lost_by_staff_id_fk" FOREIGN KEY ("lost_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_key_id_print_room_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."print_room_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_has_the_key_of_its_batch" FOREIGN KEY ("batch","key_id") REFERENCES "public"."print_batch"("number","key_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "print_batch" ADD CONSTRAINT "print_batch_key_id_print_room_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."print_room_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "letter_in_the_house" ON "letter" USING btree ("key_id") WHERE "letter"."status" in ('waiting', 'in-batch');
