CREATE TABLE "file_picture" (
	"file_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"key_id" text NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "file_picture_file_id_page_pk" PRIMARY KEY("file_id","page"),
	CONSTRAINT "picture_is_encrypted" CHECK (octet_length("file_picture"."content") > 29 and get_byte("file_picture"."content", 0) = 1 and "file_picture"."key_id" <> '')
);
--> statement-breakpoint
CREATE TABLE "stored_file" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"format" text NOT NULL,
	"size" integer NOT NULL,
	"pages" integer NOT NULL,
	"added_by" uuid NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"destroyed_at" timestamp (3) with time zone,
	"destroyed_why" text,
	CONSTRAINT "file_is_destroyed_for_a_reason" CHECK (("stored_file"."destroyed_at" is null) = ("stored_file"."destroyed_why" is null)),
	CONSTRAINT "file_name_is_no_path" CHECK ("stored_file"."name" !~ '[/\\[:cntrl:]]' and "stored_file"."name" not in ('', '.', '..')),
	CONSTRAINT "file_has_few_pages" CHECK ("stored_file"."pages" between 1 and 20)
);
--> statement-breakpoint
ALTER TABLE "file_picture" ADD CONSTRAINT "file_picture_file_id_stored_file_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."stored_file"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_added_by_staff_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stored_file_request" ON "stored_file" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "stored_file_id_copy" ON "stored_file" USING btree ("request_id") WHERE "stored_file"."kind" = 'id-copy' and "stored_file"."destroyed_at" is null;