CREATE TABLE "identification_by_hand" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"party_id" uuid NOT NULL,
	"document_type" text NOT NULL,
	"last_four" text NOT NULL,
	"expires_on" date NOT NULL,
	"seen_how" text NOT NULL,
	"seen_on" date NOT NULL,
	"name_compared" text NOT NULL,
	"birth_date_compared" text NOT NULL,
	"note" text NOT NULL,
	"status" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"second_by" uuid,
	"second_at" timestamp (3) with time zone,
	"second_note" text,
	CONSTRAINT "identified_by_hand_by_two_people" CHECK ("identification_by_hand"."second_by" is null or "identification_by_hand"."second_by" <> "identification_by_hand"."proposed_by"),
	CONSTRAINT "confirmed_by_hand_means_second_check" CHECK (("identification_by_hand"."status" in ('confirmed', 'returned')) = ("identification_by_hand"."second_by" is not null and "identification_by_hand"."second_at" is not null)),
	CONSTRAINT "only_last_four_of_a_document" CHECK ("identification_by_hand"."last_four" ~ '^[0-9A-Z]{4}$'),
	CONSTRAINT "document_was_valid_when_seen" CHECK ("identification_by_hand"."expires_on" >= "identification_by_hand"."seen_on")
);
--> statement-breakpoint
CREATE TABLE "identification_order" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"party_id" uuid NOT NULL,
	"status" text NOT NULL,
	"email" text,
	"mobile" text,
	"order_number" text,
	"sealed_code" text,
	"appointment_url" text,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"valid_until" timestamp (3) with time zone NOT NULL,
	"visit_from" timestamp (3) with time zone,
	"visit_until" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawal_told_at" timestamp (3) with time zone,
	"attend_at" timestamp (3) with time zone,
	"document_type" text,
	CONSTRAINT "order_number_is_for_one_order" UNIQUE("order_number"),
	CONSTRAINT "placed_order_has_number_and_code" CHECK ("identification_order"."status" in ('placing', 'withdrawn') or "identification_order"."order_number" is not null),
	CONSTRAINT "order_keeps_how_to_reach_somebody_until_it_ends" CHECK (("identification_order"."ended_at" is null) = ("identification_order"."email" is not null) and ("identification_order"."ended_at" is null) = ("identification_order"."mobile" is not null)),
	CONSTRAINT "ended_order_keeps_no_code" CHECK ("identification_order"."ended_at" is null or "identification_order"."sealed_code" is null)
);
--> statement-breakpoint
ALTER TABLE "identification_attempt" ALTER COLUMN "issuer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "identification_attempt" ALTER COLUMN "entrance_code" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "identification_attempt" ADD COLUMN "order_id" uuid;--> statement-breakpoint
ALTER TABLE "identification_party" ADD COLUMN "other_way_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "identification_by_hand" ADD CONSTRAINT "identification_by_hand_party_id_identification_party_id_fk" FOREIGN KEY ("party_id") REFERENCES "public"."identification_party"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_by_hand" ADD CONSTRAINT "identification_by_hand_proposed_by_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_by_hand" ADD CONSTRAINT "identification_by_hand_second_by_staff_id_fk" FOREIGN KEY ("second_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_order" ADD CONSTRAINT "identification_order_party_id_identification_party_id_fk" FOREIGN KEY ("party_id") REFERENCES "public"."identification_party"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_proposal_by_hand_per_party" ON "identification_by_hand" USING btree ("party_id") WHERE "identification_by_hand"."status" = 'proposed';--> statement-breakpoint
CREATE INDEX "identification_by_hand_party" ON "identification_by_hand" USING btree ("party_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_order_per_party" ON "identification_order" USING btree ("party_id") WHERE "identification_order"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "identification_order_attend" ON "identification_order" USING btree ("attend_at") WHERE "identification_order"."attend_at" is not null;--> statement-breakpoint
CREATE INDEX "identification_order_party" ON "identification_order" USING btree ("party_id");--> statement-breakpoint
ALTER TABLE "identification_attempt" ADD CONSTRAINT "identification_attempt_order_id_identification_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."identification_order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_attempt" ADD CONSTRAINT "an_order_answers_once" UNIQUE("order_id");--> statement-breakpoint
ALTER TABLE "identification_attempt" ADD CONSTRAINT "attempt_is_at_a_bank_or_at_the_door" CHECK (("identification_attempt"."order_id" is null) = ("identification_attempt"."issuer_id" is not null) and ("identification_attempt"."issuer_id" is null) = ("identification_attempt"."entrance_code" is null));--> statement-breakpoint
ALTER TABLE "identification_party" ADD CONSTRAINT "only_who_confirmed_is_identified" CHECK ("identification_party"."result" is null or "identification_party"."confirmed_at" is not null);