CREATE TABLE "authenticator" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_number" text NOT NULL,
	"sealed" "bytea",
	"key_id" text,
	"made_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"last_step" bigint,
	"unlinked_at" timestamp (3) with time zone,
	CONSTRAINT "unlinked_authenticator_keeps_no_secret" CHECK (("authenticator"."unlinked_at" is null) = ("authenticator"."sealed" is not null) and ("authenticator"."sealed" is null) = ("authenticator"."key_id" is null)),
	CONSTRAINT "authenticator_counts_from_its_first_code" CHECK (("authenticator"."confirmed_at" is null) = ("authenticator"."last_step" is null))
);
--> statement-breakpoint
CREATE TABLE "user_login" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "user_login_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_number" text NOT NULL,
	"serial" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"address" text NOT NULL,
	"browser" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_session" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"user_number" text NOT NULL,
	"serial" text NOT NULL,
	"begun_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_why" text,
	CONSTRAINT "user_session_is_ended_whole" CHECK (("user_session"."ended_at" is null) = ("user_session"."ended_why" is null)),
	CONSTRAINT "user_session_id_is_a_hash" CHECK ("user_session"."id_hash" ~ '^[A-Za-z0-9_-]{43}$')
);
--> statement-breakpoint
ALTER TABLE "authenticator" ADD CONSTRAINT "authenticator_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_login" ADD CONSTRAINT "user_login_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_serial_certificate_serial_fk" FOREIGN KEY ("serial") REFERENCES "public"."certificate"("serial") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_authenticator_per_account" ON "authenticator" USING btree ("user_number") WHERE "authenticator"."unlinked_at" is null;--> statement-breakpoint
CREATE INDEX "user_login_of" ON "user_login" USING btree ("user_number","id");--> statement-breakpoint
CREATE INDEX "user_login_to_forget" ON "user_login" USING btree ("at");--> statement-breakpoint
CREATE INDEX "user_session_open" ON "user_session" USING btree ("user_number") WHERE "user_session"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "user_session_to_forget" ON "user_session" USING btree ("ends_at");