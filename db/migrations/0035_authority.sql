CREATE TABLE "crl" (
	"issuer_id" text NOT NULL,
	"number" bigint NOT NULL,
	"this_update" timestamp (3) with time zone NOT NULL,
	"next_update" timestamp (3) with time zone NOT NULL,
	"entries" integer NOT NULL,
	"sha256" text NOT NULL,
	"der" "bytea",
	CONSTRAINT "crl_issuer_id_number_pk" PRIMARY KEY("issuer_id","number"),
	CONSTRAINT "list_is_good_for_a_while" CHECK ("crl"."next_update" > "crl"."this_update")
);
--> statement-breakpoint
CREATE TABLE "responder_certificate" (
	"serial" text PRIMARY KEY NOT NULL,
	"issuer_id" text NOT NULL,
	"tbs" "bytea" NOT NULL,
	"der" "bytea",
	"not_before" timestamp (3) with time zone NOT NULL,
	"not_after" timestamp (3) with time zone NOT NULL,
	"intended_at" timestamp (3) with time zone NOT NULL,
	"issued_at" timestamp (3) with time zone,
	CONSTRAINT "responder_certificate_is_issued_whole" CHECK (("responder_certificate"."der" is null) = ("responder_certificate"."issued_at" is null)),
	CONSTRAINT "responder_serial_is_positive_and_short" CHECK ("responder_certificate"."serial" ~ '^[0-7][0-9a-f]{15,39}$')
);
--> statement-breakpoint
ALTER TABLE "certificate" ADD COLUMN "crl_number" bigint;--> statement-breakpoint
CREATE INDEX "responder_certificate_issued" ON "responder_certificate" USING btree ("issued_at");--> statement-breakpoint
CREATE INDEX "certificate_to_list" ON "certificate" USING btree ("issuer_id") WHERE "certificate"."status" = 'revoked' and "certificate"."crl_number" is null;--> statement-breakpoint
CREATE INDEX "certificate_listed" ON "certificate" USING btree ("issuer_id","not_after","serial") WHERE "certificate"."status" = 'revoked';--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "only_what_is_revoked_is_listed" CHECK ("certificate"."crl_number" is null or "certificate"."status" = 'revoked');