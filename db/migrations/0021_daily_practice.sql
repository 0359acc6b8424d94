CREATE TABLE "incident" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"letter_return_id" uuid,
	"discovered_at" timestamp (3) with time zone NOT NULL,
	"registered_by" uuid NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"people" integer,
	"consequences" text,
	"measures" text,
	"authority" text,
	"authority_at" timestamp (3) with time zone,
	"authority_why" text,
	"persons" text,
	"persons_why" text,
	"assessed_by" uuid,
	"assessed_at" timestamp (3) with time zone,
	CONSTRAINT "incident_id_is_unique" UNIQUE("id"),
	CONSTRAINT "letter_is_one_incident" UNIQUE("letter_return_id"),
	CONSTRAINT "incident_is_not_found_before_it_was" CHECK ("incident"."discovered_at" <= "incident"."registered_at"),
	CONSTRAINT "incident_says_what_happened" CHECK ("incident"."letter_return_id" is not null or "incident"."description" <> ''),
	CONSTRAINT "incident_is_assessed_whole" CHECK (num_nonnulls("incident"."people", "incident"."consequences", "incident"."measures", "incident"."authority", "incident"."authority_why", "incident"."persons", "incident"."persons_why", "incident"."assessed_by", "incident"."assessed_at") in (0, 9)),
	CONSTRAINT "supervisor_was_told_at_a_moment" CHECK (("incident"."authority" is not distinct from 'told') = ("incident"."authority_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "request_joining" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"kept_id" uuid NOT NULL,
	"joined_by" uuid NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"parted_by" uuid,
	"parted_at" timestamp (3) with time zone,
	CONSTRAINT "request_is_not_joined_to_itself" CHECK ("request_joining"."request_id" <> "request_joining"."kept_id"),
	CONSTRAINT "parted_by_whom_and_when" CHECK ("request_joining"."parted_by" is null or "request_joining"."parted_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "request_likeness" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "practice_move" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agb_code" text NOT NULL,
	"from_enterprise_id" uuid NOT NULL,
	"to_enterprise_id" uuid NOT NULL,
	"moves_on" date NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"held_by" text,
	"tried_at" timestamp (3) with time zone,
	"carried_out_at" timestamp (3) with time zone,
	"accounts" integer,
	"requests" integer,
	CONSTRAINT "code_moves_to_another_enterprise" CHECK ("practice_move"."from_enterprise_id" <> "practice_move"."to_enterprise_id"),
	CONSTRAINT "second_check_of_a_move" CHECK ("practice_move"."outcome" is null or "practice_move"."outcome" = 'withdrawn' or "practice_move"."decided_by" <> "practice_move"."proposed_by"),
	CONSTRAINT "move_is_decided_whole" CHECK (num_nonnulls("practice_move"."outcome", "practice_move"."decided_by", "practice_move"."decided_at") in (0, 3)),
	CONSTRAINT "only_an_approved_move_is_carried_out" CHECK ("practice_move"."carried_out_at" is null or ("practice_move"."outcome" is not distinct from 'approved' and num_nonnulls("practice_move"."accounts", "practice_move"."requests") = 2))
);
--> statement-breakpoint
CREATE TABLE "phone_answer" (
	"question_id" uuid PRIMARY KEY NOT NULL,
	"request_id" uuid NOT NULL,
	"taken_by" uuid NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"correction" text,
	"corrected_at" timestamp (3) with time zone,
	CONSTRAINT "phone_answer_is_right_or_corrected" CHECK ("phone_answer"."confirmed_at" is null or "phone_answer"."corrected_at" is null),
	CONSTRAINT "correction_has_a_moment" CHECK (("phone_answer"."correction" is null) = ("phone_answer"."corrected_at" is null))
);
--> statement-breakpoint
CREATE TABLE "ending_block" (
	"ending_id" uuid NOT NULL,
	"user_number" text NOT NULL,
	"blocked_at" timestamp (3) with time zone NOT NULL,
	"lifted_at" timestamp (3) with time zone,
	CONSTRAINT "ending_block_ending_id_user_number_pk" PRIMARY KEY("ending_id","user_number")
);
--> statement-breakpoint
CREATE TABLE "register_check" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "register_check_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"begun_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"position" text DEFAULT '' NOT NULL,
	"checked" integer DEFAULT 0 NOT NULL,
	"unread" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"wait_until" timestamp (3) with time zone,
	CONSTRAINT "register_check_waits_with_a_reason" CHECK (("register_check"."failure" is null) = ("register_check"."wait_until" is null))
);
--> statement-breakpoint
CREATE TABLE "register_ending" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"agb_code" text,
	"ends_on" date,
	"found_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"block_on" date,
	"blocked_at" timestamp (3) with time zone,
	"cleared_at" timestamp (3) with time zone,
	CONSTRAINT "ending_blocks_after_its_day" CHECK (("register_ending"."ends_on" is null) = ("register_ending"."block_on" is null) and ("register_ending"."block_on" is null or "register_ending"."block_on" > "register_ending"."ends_on")),
	CONSTRAINT "only_what_ended_blocks" CHECK ("register_ending"."blocked_at" is null or "register_ending"."ends_on" is not null)
);
--> statement-breakpoint
CREATE TABLE "undelivered_number" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"mail_id" uuid NOT NULL,
	"request_id" uuid,
	"user_number" text NOT NULL,
	"cause" text NOT NULL,
	"status_code" text,
	"found_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp (3) with time zone,
	"holder_id" uuid,
	"address" text,
	"outcome" text,
	"note" text,
	"closed_by" uuid,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "mail_fails_once" UNIQUE("mail_id"),
	CONSTRAINT "second_check_of_another_address" CHECK ("undelivered_number"."proposed_by" is null or "undelivered_number"."closed_by" is null or "undelivered_number"."outcome" = 'ended' or "undelivered_number"."proposed_by" <> "undelivered_number"."closed_by"),
	CONSTRAINT "number_goes_to_a_registered_address" CHECK ("undelivered_number"."outcome" is distinct from 'sent-again' or num_nonnulls("undelivered_number"."holder_id", "undelivered_number"."address") = 2),
	CONSTRAINT "undelivered_is_closed_whole" CHECK (num_nonnulls("undelivered_number"."outcome", "undelivered_number"."closed_by", "undelivered_number"."closed_at") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_letter_return_id_letter_return_id_fk" FOREIGN KEY ("letter_return_id") REFERENCES "public"."letter_return"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_registered_by_staff_id_fk" FOREIGN KEY ("registered_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_assessed_by_staff_id_fk" FOREIGN KEY ("assessed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_joining" ADD CONSTRAINT "request_joining_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_joining" ADD CONSTRAINT "request_joining_kept_id_request_id_fk" FOREIGN KEY ("kept_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_joining" ADD CONSTRAINT "request_joining_joined_by_staff_id_fk" FOREIGN KEY ("joined_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_joining" ADD CONSTRAINT "request_joining_parted_by_staff_id_fk" FOREIGN KEY ("parted_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_likeness" ADD CONSTRAINT "request_likeness_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_move" ADD CONSTRAINT "practice_move_agb_code_agb_code_code_fk" FOREIGN KEY ("agb_code") REFERENCES "public"."agb_code"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_move" ADD CONSTRAINT "practice_move_from_enterprise_id_enterprise_id_fk" FOREIGN KEY ("from_enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_move" ADD CONSTRAINT "practice_move_to_enterprise_id_enterprise_id_fk" FOREIGN KEY ("to_enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_move" ADD CONSTRAINT "practice_move_proposed_by_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_move" ADD CONSTRAINT "practice_move_decided_by_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_answer" ADD CONSTRAINT "phone_answer_question_id_request_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."request_question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_answer" ADD CONSTRAINT "phone_answer_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_answer" ADD CONSTRAINT "phone_answer_taken_by_staff_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ending_block" ADD CONSTRAINT "ending_block_ending_id_register_ending_id_fk" FOREIGN KEY ("ending_id") REFERENCES "public"."register_ending"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ending_block" ADD CONSTRAINT "ending_block_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_ending" ADD CONSTRAINT "register_ending_enterprise_id_enterprise_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_ending" ADD CONSTRAINT "register_ending_agb_code_agb_code_code_fk" FOREIGN KEY ("agb_code") REFERENCES "public"."agb_code"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "undelivered_number" ADD CONSTRAINT "undelivered_number_mail_id_mail_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."mail"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "undelivered_number" ADD CONSTRAINT "undelivered_number_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "undelivered_number" ADD CONSTRAINT "undelivered_number_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "undelivered_number" ADD CONSTRAINT "undelivered_number_proposed_by_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "undelivered_number" ADD CONSTRAINT "undelivered_number_holder_id_role_holder_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."role_holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "undelivered_number" ADD CONSTRAINT "undelivered_number_closed_by_staff_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incident_open" ON "incident" USING btree ("discovered_at") WHERE "incident"."assessed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "request_is_joined_to_one" ON "request_joining" USING btree ("request_id") WHERE "request_joining"."parted_at" is null;--> statement-breakpoint
CREATE INDEX "request_joining_kept" ON "request_joining" USING btree ("kept_id") WHERE "request_joining"."parted_at" is null;--> statement-breakpoint
CREATE INDEX "request_likeness_key" ON "request_likeness" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_move_per_agb_code" ON "practice_move" USING btree ("agb_code") WHERE "practice_move"."outcome" is null or ("practice_move"."outcome" = 'approved' and "practice_move"."carried_out_at" is null);--> statement-breakpoint
CREATE INDEX "practice_move_due" ON "practice_move" USING btree ("moves_on") WHERE "practice_move"."outcome" = 'approved' and "practice_move"."carried_out_at" is null;--> statement-breakpoint
CREATE INDEX "phone_answer_request" ON "phone_answer" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "ending_block_user_number" ON "ending_block" USING btree ("user_number");--> statement-breakpoint
CREATE UNIQUE INDEX "one_register_check_at_a_time" ON "register_check" USING btree (("ended_at" is null)) WHERE "register_check"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_ending_per_agb_code" ON "register_ending" USING btree ("agb_code") WHERE "register_ending"."cleared_at" is null and "register_ending"."agb_code" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_ending_per_enterprise" ON "register_ending" USING btree ("enterprise_id") WHERE "register_ending"."cleared_at" is null and "register_ending"."agb_code" is null;--> statement-breakpoint
CREATE INDEX "register_ending_open" ON "register_ending" USING btree ("block_on") WHERE "register_ending"."cleared_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "number_is_undelivered_once" ON "undelivered_number" USING btree ("user_number") WHERE "undelivered_number"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "undelivered_open" ON "undelivered_number" USING btree ("found_at") WHERE "undelivered_number"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "request_decided" ON "request" USING btree ("decided_at");